"""Previews of domain models in the editors' area: a face registers how a draft of a model is shown."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import PreviewableMixin

Preview = Callable[[HttpRequest, Any], HttpResponseBase]

_previews: dict[type[Model], Preview] = {}


def register_preview(model: type[Model], preview: Preview) -> None:
    """Let `preview(request, draft)` answer when Wagtail asks for a preview of this model."""
    _previews[model] = preview


class RegisteredPreviewMixin(PreviewableMixin):
    """A model that can be previewed; it does not know the face that shows it.

    Wagtail calls `serve_preview` on the instance, for new, changed and submitted drafts alike.
    """

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        return _previews[type(self)](request, self)
