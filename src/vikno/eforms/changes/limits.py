"""How large a form may grow. Beyond these a form is too long for people before it is too long for the portal."""

from django.utils.translation import ngettext

from vikno.kernel.errors import Refused

STEPS = 30
QUESTIONS = 300
INSIDE_GROUP = 20
CHOICES = 200
RULES = 50
CONDITION_PARTS = 10

TITLE = 300
LABEL = 1000
HINT = 2000
MESSAGE = 500


class FormLimitReached(Refused):
    """There is no room for one more."""


def require_room(count: int, most: int) -> None:
    """Refuse when so many would be more than a form may have. Raises `TooMany`."""
    if count > most:
        raise FormLimitReached(
            ngettext(
                "There can be at most %d here. Remove one first.",
                "There can be at most %d here. Remove some first.",
                most,
            )
            % most
        )
