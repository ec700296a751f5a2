"""The look of pages that a reader has chosen: stored in cookies, set by the server on `<html>`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

# By cookie: the name for people and the choices. The first choice is the default.
DISPLAY_SETTINGS: dict[str, tuple[Any, dict[str, Any]]] = {
    "size": (_("Size of text"), {"m": _("Usual"), "l": _("Larger"), "xl": _("Large"), "xxl": _("Twice as large")}),
    "theme": (
        _("Colours"),
        {"light": _("Light"), "dark": _("Dark"), "contrast": _("Yellow on black"), "mono": _("Black on white")},
    ),
    "spacing": (_("Space between letters"), {"normal": _("Ordinary"), "wide": _("Wider"), "wider": _("Widest")}),
}
COOKIE_MAX_AGE = 365 * 24 * 60 * 60


def valid_choices(values: Mapping[str, str]) -> dict[str, str]:
    """Return the display settings among these values, without those whose choice is unknown."""
    return {name: values[name] for name, (_legend, choices) in DISPLAY_SETTINGS.items() if values.get(name) in choices}


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
    """The chosen look, with the default where nothing was chosen."""

    def __init__(self, cookies: Mapping[str, str]) -> None:
        defaults = {name: next(iter(choices)) for name, (_legend, choices) in DISPLAY_SETTINGS.items()}
        self._chosen = defaults | valid_choices(cookies)

    @property
    def theme(self) -> str:
        return self._chosen["theme"]

    @property
    def size(self) -> str:
        return self._chosen["size"]

    @property
    def spacing(self) -> str:
        return self._chosen["spacing"]

    @cached_property
    def groups(self) -> list[DisplaySetting]:
        return [
            DisplaySetting(
                name=name,
                legend=legend,
                options=[
                    DisplayOption(value=value, label=label, is_chosen=value == self._chosen[name])
                    for value, label in choices.items()
                ],
            )
            for name, (legend, choices) in DISPLAY_SETTINGS.items()
        ]
