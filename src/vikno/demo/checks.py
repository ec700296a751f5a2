"""System checks of the demo: its passwords are public, so outsiders must not reach it by mistake."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1", ".localhost"})


def check_demo_is_private(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for a demo that others can reach, unless the settings declare it public."""
    is_safe = settings.DEBUG or set(settings.ALLOWED_HOSTS) <= LOOPBACK
    if not settings.DEMO or settings.PUBLIC_DEMO or is_safe:
        return []
    return [
        Error(
            "DEMO is on, and ALLOWED_HOSTS lets others in: anybody could sign in as an officer.",
            hint="Turn DEMO off. If this is a demo for the public, with no real data, set VIKNO_PUBLIC_DEMO=1.",
            id="vikno.demo.E001",
        )
    ]
