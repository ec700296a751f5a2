"""A decorator that lets the pages of a view be cached."""

from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def cached_for_guests(*parameters: str) -> Callable[[View], View]:
    """Cache the pages of a view for guests: they are the same for all guests and depend on these query parameters only.

    A page with any other parameter is not cached, nor is a response that sets a cookie, uses the CSRF token or a nonce, is
    private, or has a status other than 200: the middleware checks this.
    """

    def mark(view: View) -> View:
        view.cached_parameters = frozenset(parameters)  # type: ignore[attr-defined]
        return view

    return mark


def cached_parameters(view: Callable[..., Any]) -> frozenset[str] | None:
    """Return the query parameters of the cached pages of a view; None if its pages are not cached."""
    return getattr(view, "cached_parameters", None)
