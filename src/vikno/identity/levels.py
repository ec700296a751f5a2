"""Levels of assurance: how surely it is known who somebody is.

By Regulation (EU) 910/2014, art. 8, which Ukrainian law follows.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AssuranceLevel(StrEnum):
    """From the weakest to the surest. `NONE`: nothing was proved, as by an e-mail address alone."""

    NONE = "none"
    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    @property
    def label(self) -> str | Promise:
        return LEVEL_LABELS[self]

    def reaches(self, needed: "AssuranceLevel") -> bool:
        order = list(AssuranceLevel)
        return order.index(self) >= order.index(needed)


LEVEL_LABELS: dict[AssuranceLevel, str | Promise] = {
    AssuranceLevel.NONE: _("not identified"),
    AssuranceLevel.LOW: _("low"),
    AssuranceLevel.SUBSTANTIAL: _("substantial"),
    AssuranceLevel.HIGH: _("high"),
}
LEVEL_CHOICES = [(level.value, words) for level, words in LEVEL_LABELS.items()]


def map_level(told: str, *, by: Mapping[str, str], default: str) -> AssuranceLevel:
    """Return what a provider's own word for a level means here. A word that nobody has mapped means nothing."""
    if told:
        return parse_level(by.get(told, AssuranceLevel.NONE))
    return parse_level(default)


def parse_level(word: str) -> AssuranceLevel:
    """Return the level of this name; what is no level is none."""
    return AssuranceLevel(word) if word in set(AssuranceLevel) else AssuranceLevel.NONE
