"""Read settings from the environment, and stop at start-up when one is missing or wrong."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """Return NAME, or the content of the file that NAME_FILE points at; an empty value counts as missing."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE).")
    return value


def secret(name: str, *, kept_in: Path, in_development: str | None) -> str:
    """Return NAME, or what the first start of `make run` made and kept, or a developer's fixed value; without one, stop."""
    kept = kept_in / name.lower().replace("_", "-")
    return text(name, kept.read_text(encoding="utf-8").strip() if kept.is_file() else in_development)


def flag(name: str, *, default: bool) -> bool:
    value = (os.environ.get(name) or str(default)).lower()
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value in _TRUE


def words(name: str, default: str = "") -> list[str]:
    return [word for word in text(name, default).replace(",", " ").split() if word]


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def origins(address: str) -> list[str]:
    """Return what a Content-Security-Policy must allow to fetch from this address; nothing for one on our own host."""
    parts = urlsplit(address)
    if not parts.netloc:
        return []
    if parts.scheme not in ("http", "https"):
        raise ImproperlyConfigured(f"{address!r} is no web address.")
    # The servers of one map are named a., b., c.: `{s}` stands for any of them.
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]
