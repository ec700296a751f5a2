"""The greatest size of a form. A larger form is too long for people."""

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
    """The form has reached its greatest size."""


def require_room(count: int, most: int) -> None:
    """Refuse a number of parts over the limit. Raises `FormLimitReached`."""
    if count > most:
        raise FormLimitReached(
            ngettext(
                "There can be at most %d here. Remove one first.",
                "There can be at most %d here. Remove some first.",
                most,
            )
            % most
        )
