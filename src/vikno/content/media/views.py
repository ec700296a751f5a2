"""Views of uploaded pictures: renditions for everybody, originals for editors."""

from pathlib import PurePath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vikno.web.editor_access import editors_only

# Only these types are served from the folder.
MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
# A changed picture gets another name.
IMMUTABLE_CACHE = "public, max-age=31536000, immutable"


@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    response = _file_response(f"images/{name}")
    response["Cache-Control"] = IMMUTABLE_CACHE
    return response


@never_cache
@editors_only
@require_safe
def original(request: HttpRequest, name: str) -> FileResponse:
    """Return the original of a picture to an editor."""
    return _file_response(f"original_images/{name}")


def _file_response(path: str) -> FileResponse:
    kind = MEDIA_TYPES.get(PurePath(path).suffix.lower())
    if kind is None:
        raise Http404
    try:
        return FileResponse(default_storage.open(path), content_type=kind)
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
