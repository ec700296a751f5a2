"""Previews of domain models in the editors' area. A face registers the view that shows a draft of a model."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import PreviewableMixin

Preview = Callable[[HttpRequest, Any], HttpResponseBase]

_previews: dict[type[Model], Preview] = {}


def register_preview(model: type[Model], preview: Preview) -> None:
    """Register `preview(request, draft)` as the preview of this model in Wagtail."""
    _previews[model] = preview


class RegisteredPreviewMixin(PreviewableMixin):
    """A model with a registered preview. The model does not know the face that shows the preview.

    Wagtail calls `serve_preview` on the instance, for new, changed and submitted drafts alike.
    """

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        return _previews[type(self)](request, self)
