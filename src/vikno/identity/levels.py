"""Levels of assurance: how surely it is known who somebody is.

By Regulation (EU) 910/2014, art. 8, which Ukrainian law follows.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(StrEnum):
    """From the weakest to the surest. `NONE`: nothing was proved, as by an e-mail address alone."""

    NONE = "none"
    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    @property
    def words(self) -> str | Promise:
        return WORDS[self]

    def reaches(self, needed: "Level") -> bool:
        order = list(Level)
        return order.index(self) >= order.index(needed)


WORDS: dict[Level, str | Promise] = {
    Level.NONE: _("not identified"),
    Level.LOW: _("low"),
    Level.SUBSTANTIAL: _("substantial"),
    Level.HIGH: _("high"),
}
CHOICES = [(level.value, words) for level, words in WORDS.items()]


def mapped(told: str, *, by: Mapping[str, str], default: str) -> Level:
    """Return what a provider's own word for a level means here. A word that nobody has mapped means nothing."""
    if told:
        return known(by.get(told, Level.NONE))
    return known(default)


def known(word: str) -> Level:
    """Return the level of this name; what is no level is none."""
    return Level(word) if word in set(Level) else Level.NONE
