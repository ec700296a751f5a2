"""Addresses of pages, in English, so that a test reads the words that stand in the code."""

from typing import Any

from django.urls import reverse
from django.utils import translation


def url(name: str, *args: Any) -> str:
    with translation.override("en"):
        return reverse(name, args=args)
