"""How a view lets its pages be kept."""

from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def cached_for_guests(*parameters: str) -> Callable[[View], View]:
    """Let the pages of a view be kept for guests: it is the same for all of them, and looks at these query parameters only.

    With any other parameter a page is made for that one request. So is what sets a cookie, uses the token against forged
    forms or a nonce, is private, or answers anything but 200: the middleware sees to that.
    """

    def mark(view: View) -> View:
        view.kept_for = frozenset(parameters)  # type: ignore[attr-defined]
        return view

    return mark


def cached_parameters(view: Callable[..., Any]) -> frozenset[str] | None:
    """Return the query parameters with which pages of a view may be kept; nothing when they may not."""
    return getattr(view, "kept_for", None)
