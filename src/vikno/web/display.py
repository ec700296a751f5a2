"""How a reader wants pages to look: kept in their browser's cookies, set by the server on `<html>`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

# Cookie, its name for people, and what may be chosen; the first choice is the usual one.
DISPLAY_SETTINGS: dict[str, tuple[Any, dict[str, Any]]] = {
    "size": (_("Size of text"), {"m": _("Usual"), "l": _("Larger"), "xl": _("Large"), "xxl": _("Twice as large")}),
    "theme": (
        _("Colours"),
        {"light": _("Light"), "dark": _("Dark"), "contrast": _("Yellow on black"), "mono": _("Black on white")},
    ),
    "spacing": (_("Space between letters"), {"normal": _("Ordinary"), "wide": _("Wider"), "wider": _("Widest")}),
}
COOKIE_MAX_AGE = 365 * 24 * 60 * 60


def valid_choices(given: Mapping[str, str]) -> dict[str, str]:
    """Return the settings among what was given, without those that name no known choice."""
    return {name: given[name] for name, (_legend, choices) in DISPLAY_SETTINGS.items() if given.get(name) in choices}


@dataclass(frozen=True, kw_only=True)
class DisplayOption:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class DisplaySetting:
    """One setting in the display panel."""

    name: str
    legend: str
    options: list[DisplayOption]


class DisplayPreferences:
    """The look that was chosen, with the usual one where nothing was."""

    def __init__(self, cookies: Mapping[str, str]) -> None:
        usual = {name: next(iter(choices)) for name, (_legend, choices) in DISPLAY_SETTINGS.items()}
        self._now = usual | valid_choices(cookies)

    @property
    def theme(self) -> str:
        return self._now["theme"]

    @property
    def size(self) -> str:
        return self._now["size"]

    @property
    def spacing(self) -> str:
        return self._now["spacing"]

    @cached_property
    def groups(self) -> list[DisplaySetting]:
        return [
            DisplaySetting(
                name=name,
                legend=legend,
                options=[
                    DisplayOption(value=value, label=label, is_chosen=value == self._now[name])
                    for value, label in choices.items()
                ],
            )
            for name, (legend, choices) in DISPLAY_SETTINGS.items()
        ]
