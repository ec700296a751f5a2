"""The Ukrainian words of the interface, found by the strings of the code."""

import re

from django.utils import translation


def say(text: str, *, context: str = "") -> str:
    """Return the Ukrainian words for a string of the code, in the context that it has there."""
    with translation.override("uk"):
        return translation.pgettext(context, text) if context else translation.gettext(text)


def starting(text: str) -> re.Pattern[str]:
    """Return a pattern for an element whose words begin like this: labels may end in a hint or «(optional)»."""
    return re.compile(rf"^\s*{re.escape(text)}")
