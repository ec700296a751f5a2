"""The words of the interface as a Ukrainian resident reads them, found by what stands in the code."""

import re

from django.utils import translation


def say(text: str) -> str:
    """Return the Ukrainian words for a string of the code."""
    with translation.override("uk"):
        return translation.gettext(text)


def starting(text: str) -> re.Pattern[str]:
    """Return a pattern for an element whose words begin like this: labels may end in a hint or «(optional)»."""
    return re.compile(rf"^\s*{re.escape(text)}")
