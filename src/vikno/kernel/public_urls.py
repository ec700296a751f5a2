"""Whole addresses of pages: for letters, documents, feeds and other sites."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def public_url(name: str, *args: Any, language: str) -> str:
    """Return the whole address of a page in a language."""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"


def absolute_url(address: str) -> str:
    """Return the whole address of a path of this site, and the address of another site unchanged."""
    return urljoin(f"{settings.PUBLIC_URL}/", address)
