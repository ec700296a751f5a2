"""Assurance levels: the certainty of a person's identity.

By Regulation (EU) 910/2014, art. 8, which Ukrainian law follows.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AssuranceLevel(StrEnum):
    """The levels from the lowest to the highest. `NONE`: nothing is proved, e.g. by an e-mail address alone."""

    NONE = "none"
    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    @property
    def label(self) -> str | Promise:
        return LEVEL_LABELS[self]

    def reaches(self, required: "AssuranceLevel") -> bool:
        order = list(AssuranceLevel)
        return order.index(self) >= order.index(required)


LEVEL_LABELS: dict[AssuranceLevel, str | Promise] = {
    AssuranceLevel.NONE: _("not identified"),
    AssuranceLevel.LOW: _("low"),
    AssuranceLevel.SUBSTANTIAL: _("substantial"),
    AssuranceLevel.HIGH: _("high"),
}
LEVEL_CHOICES = [(level.value, label) for level, label in LEVEL_LABELS.items()]


def map_level(provider_value: str, *, mapping: Mapping[str, str], default: str) -> AssuranceLevel:
    """Return the level for a provider's own value. An unmapped value gives `NONE`; an empty one gives the default."""
    if provider_value:
        return parse_level(mapping.get(provider_value, AssuranceLevel.NONE))
    return parse_level(default)


def parse_level(name: str) -> AssuranceLevel:
    """Return the level of this name; `NONE` for an unknown name."""
    return AssuranceLevel(name) if name in set(AssuranceLevel) else AssuranceLevel.NONE
