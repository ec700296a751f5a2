"""Upload of files: their type is detected by content, then they are encrypted and stored under a generated name."""

import hashlib
import io
import secrets
import unicodedata
import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

import puremagic
import pypdf
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image
from pypdf.errors import PyPdfError

from vikno.files import office_documents
from vikno.files.models import StoredFile
from vikno.files.queries import ENCRYPTION_CONTEXT
from vikno.kernel.crypto import encrypt_bytes
from vikno.kernel.errors import Refused

MAX_PIXELS = 60_000_000
MAX_PAGES = 300

PDF = "application/pdf"
# The names of accepted types in forms.
FORM_FILE_TYPES = {"pdf": PDF, "jpg": "image/jpeg", "png": "image/png"}
IMAGE_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


class FileTooBig(Refused):
    """The file is larger than the limit."""


class FileTypeNotAllowed(Refused):
    """The type of the file is not accepted, or does not match its name."""


class FileUnreadable(Refused):
    """The file is damaged, locked, or unreasonably large when unpacked."""


@dataclass(frozen=True, kw_only=True)
class FileUpload:
    """An uploaded file; its name is not trusted. `sent_size` is its size if it was too big to keep the content."""

    name: str
    content: bytes
    sent_size: int = 0

    @property
    def size(self) -> int:
        return max(len(self.content), self.sent_size)


@dataclass(frozen=True, kw_only=True)
class UploadPolicy:
    """The rules of an upload: the accepted types with their extensions and checks, and the messages of refusals."""

    extensions: Mapping[str, frozenset[str]]
    checks: Mapping[str, Callable[[str, bytes], None]]
    wrong_type: str | Promise
    too_big: str | Promise


@transaction.atomic
def store(
    *, upload: FileUpload, at: datetime, allowed_types: Collection[str] = (), policy: UploadPolicy | None = None
) -> StoredFile:
    """Check a file and store it encrypted.

    Raises `FileTooBig`, `FileTypeNotAllowed` or `FileUnreadable`; then nothing is stored.
    """
    media_type = check_upload(upload, allowed_types, policy)
    return store_trusted(name=clean_name(upload.name), media_type=media_type, content=upload.content, at=at)


@transaction.atomic
def store_trusted(*, name: str, media_type: str, content: bytes, at: datetime) -> StoredFile:
    """Store encrypted content whose type is known: generated here or checked by the caller."""
    stored_as = f"{at:%Y/%m}/{secrets.token_hex(20)}"
    storage = storages["sealed"]
    storage.save(stored_as, ContentFile(encrypt_bytes(content, context=ENCRYPTION_CONTEXT)))
    try:
        return StoredFile.objects.create(
            name=name,
            media_type=media_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            stored_as=stored_as,
            created_at=at,
        )
    except BaseException:
        storage.delete(stored_as)
        raise


def is_same_file(file: StoredFile, upload: FileUpload) -> bool:
    """Return whether an upload has the same content and name as this file."""
    return file.name == clean_name(upload.name) and file.sha256 == hashlib.sha256(upload.content).hexdigest()


def erase(*, file: StoredFile) -> None:
    """Remove a file and, once that is committed, its bytes."""
    stored_as = file.stored_as
    file.delete()
    transaction.on_commit(lambda: storages["sealed"].delete(stored_as))


def check_upload(upload: FileUpload, allowed_types: Collection[str] = (), policy: UploadPolicy | None = None) -> str:
    """Return the media type, which must be one of `allowed_types` if any are named.

    Raises `FileTooBig`, `FileTypeNotAllowed` or `FileUnreadable`.
    """
    policy = policy or ATTACHMENT_POLICY
    name = clean_name(upload.name)
    if not upload.size:
        raise FileUnreadable(_("“%(name)s” is empty. Choose the file again.") % {"name": name})
    if upload.size > settings.UPLOAD_LIMIT_BYTES:
        sizes = {"size": filesizeformat(upload.size), "most": filesizeformat(settings.UPLOAD_LIMIT_BYTES)}
        raise FileTooBig(str(policy.too_big) % {"name": name, **sizes})
    media_type = detect_media_type(upload.content)
    if PurePosixPath(name.lower()).suffix not in policy.extensions.get(media_type, ()):
        raise FileTypeNotAllowed(str(policy.wrong_type) % {"name": name})
    if allowed_types and media_type not in {FORM_FILE_TYPES[name] for name in allowed_types if name in FORM_FILE_TYPES}:
        raise FileTypeNotAllowed(
            _("“%(name)s” cannot be added here: only %(kinds)s. Send it as that.")
            % {"name": name, "kinds": ", ".join(allowed_types).upper()}
        )
    policy.checks[media_type](name, upload.content)
    return media_type


def clean_name(name: str) -> str:
    """Return a name safe to display and to offer on download: no path, no control or direction marks, at most 150 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    visible = "".join(ch for ch in unicodedata.normalize("NFC", last) if unicodedata.category(ch)[0] != "C")
    path = PurePosixPath(visible.strip(". ") or "file")
    stem = "".join(ch for ch in path.stem if ch not in '<>:"/|?*').strip() or "file"
    return f"{stem[: 150 - len(path.suffix)]}{get_valid_filename(path.suffix) if len(path.suffix) > 1 else ''}"


def detect_media_type(content: bytes) -> str:
    """Return the media type detected by content, or an empty text."""
    # PDF readers accept a few bytes before the signature. Such files are used to disguise one type as another: not accepted.
    if content.startswith(b"%PDF-"):
        return PDF
    if office_type := office_documents.media_type(content):
        return office_type
    try:
        matches = puremagic.magic_string(content[:4096])
    except (puremagic.PureError, ValueError):
        return ""
    return next((match.mime_type for match in matches if match.mime_type in IMAGE_FORMATS), "")


def _check_image(name: str, content: bytes) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(IMAGE_FORMATS.values())) as image:
                pixels = image.width * image.height
                image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileUnreadable(_("“%(name)s” does not open. Take the photo again.") % {"name": name}) from None
    if pixels > MAX_PIXELS:
        raise FileUnreadable(_("“%(name)s” has too many pixels. Take a smaller photo.") % {"name": name})


def _check_pdf(name: str, content: bytes) -> None:
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError):
        raise FileUnreadable(_("“%(name)s” does not open. Save it as a PDF again.") % {"name": name}) from None
    if locked:
        raise FileUnreadable(_("“%(name)s” is locked with a password. Save it without one.") % {"name": name})
    if not 0 < pages <= MAX_PAGES:
        raise FileUnreadable(_("“%(name)s” has no pages or more than %(most)d.") % {"name": name, "most": MAX_PAGES})


# A dictionary with one of these names, in the catalogue or in any object of a PDF, holds a script or a program.
_PDF_PROGRAMS = {"/JavaScript", "/JS", "/Launch", "/ImportData", "/EmbeddedFiles"}
MAX_PDF_OBJECTS = 50_000
MAX_PDF_DEPTH = 20


def _check_public_pdf(name: str, content: bytes) -> None:
    _check_pdf(name, content)
    reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
    try:
        numbers = [number for table in (*reader.xref.values(), reader.xref_objStm) for number in table]
        has_programs = len(numbers) > MAX_PDF_OBJECTS or any(
            _has_program(reader.get_object(number)) for number in numbers
        )
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError):
        raise FileUnreadable(_("“%(name)s” does not open. Save it as a PDF again.") % {"name": name}) from None
    if has_programs:
        raise FileUnreadable(
            _("“%(name)s” has macros or other programs inside. Save it without them.") % {"name": name}
        )


def _has_program(value: object, depth: int = 0) -> bool:
    """Return whether an object or its direct values hold a program; indirect objects are checked separately."""
    if isinstance(value, dict):
        if value.get("/S") in _PDF_PROGRAMS or not _PDF_PROGRAMS.isdisjoint(value):
            return True
        return depth < MAX_PDF_DEPTH and any(_has_program(part, depth + 1) for part in value.values())
    return isinstance(value, list) and depth < MAX_PDF_DEPTH and any(_has_program(part, depth + 1) for part in value)


def _check_office(name: str, content: bytes) -> None:
    if reason := office_documents.rejection_reason(content):
        raise FileUnreadable(reason % {"name": name})


# The rules for attachments of an application.
ATTACHMENT_POLICY = UploadPolicy(
    extensions={
        PDF: frozenset({".pdf"}),
        "image/jpeg": frozenset({".jpg", ".jpeg"}),
        "image/png": frozenset({".png"}),
    },
    checks={PDF: _check_pdf, "image/jpeg": _check_image, "image/png": _check_image},
    wrong_type=gettext_lazy("“%(name)s” is not a PDF, JPG or PNG. Send it as one of these."),
    too_big=gettext_lazy(
        "“%(name)s” is too big: %(size)s, and up to %(most)s can be sent. Photograph the pages one by one."
    ),
)
# The rules for public files of editors.
PUBLIC_FILE_POLICY = UploadPolicy(
    extensions={
        PDF: frozenset({".pdf"}),
        **{kind: frozenset({extension}) for kind, extension in office_documents.OFFICE_EXTENSIONS.items()},
    },
    checks={PDF: _check_public_pdf, **dict.fromkeys(office_documents.OFFICE_EXTENSIONS, _check_office)},
    wrong_type=gettext_lazy("“%(name)s” is not a DOCX, XLSX, ODT, RTF or PDF without macros. Save it as one of these."),
    too_big=gettext_lazy(
        "“%(name)s” is too big: %(size)s, and up to %(most)s can be given. Make its pictures smaller."
    ),
)
ATTACHMENT_EXTENSIONS = ATTACHMENT_POLICY.extensions
