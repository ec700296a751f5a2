"""The type of views, for decorators that take and return one."""

from collections.abc import Callable

from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]
