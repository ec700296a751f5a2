"""Uploads with a limit: a file over it neither breaks the page nor loses the answers typed beside it."""

import functools
import io
import tempfile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from vikno.files.operations import FileUpload
from vikno.web.view_type import View


class BoundedUploadHandler(FileUploadHandler):
    """An upload handler that keeps files up to the limit in bytes.

    Of a larger file it keeps only name and size, and reads and discards the rest. The content lies in memory, or in an
    unnamed temporary file that nobody else can open.
    """

    def __init__(self, request: HttpRequest, most: int | None = None) -> None:
        super().__init__(request)
        self.most = settings.UPLOAD_LIMIT_BYTES if most is None else most

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept: IO[bytes] = tempfile.SpooledTemporaryFile(settings.FILE_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115
        self.sent = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.sent += len(raw_data)
        if self.sent <= self.most:
            self.kept.write(raw_data)
        elif not isinstance(self.kept, io.BytesIO):
            self.kept.close()
            self.kept = io.BytesIO()

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self.kept.seek(0)
        return UploadedFile(self.kept, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        self.kept.close()


def bounded_uploads(view: View, most: int | None = None) -> View:
    """Receive the files of a view's forms within the limit, or within `most` bytes. Must be the outermost decorator.

    The upload handler must be set before the body is read, and the CSRF check reads the body. So the check is made here,
    after the handler is set.
    """
    protected = csrf_protect(view)

    @functools.wraps(view)
    def receiving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.upload_handlers = [BoundedUploadHandler(request, most)]
        return protected(request, *args, **kwargs)

    return csrf_exempt(receiving)


def as_upload(file: "UploadedFile[bytes]") -> FileUpload:
    """Return an uploaded file in the form that operations take."""
    return FileUpload(name=file.name or "", content=file.read(), sent_size=file.size or 0)
