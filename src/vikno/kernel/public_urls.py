"""Addresses that are read outside a page: in letters and on papers."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def public_url(name: str, *args: Any, language: str) -> str:
    """Return the whole address of a page, in the language of who will read it."""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"
