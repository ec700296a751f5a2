"""Taking files in: what they are is read from their bytes, then they are sealed and stored under a generated name."""

import hashlib
import io
import secrets
import unicodedata
import warnings
from collections.abc import Collection
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
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from PIL import Image
from pypdf.errors import PyPdfError

from vikno.files.models import StoredFile
from vikno.files.queries import SEAL_CONTEXT
from vikno.kernel.crypto import seal_bytes
from vikno.kernel.errors import Refused

MOST_PIXELS = 60_000_000
MOST_PAGES = 300

# What is taken, by what the bytes say; the endings that may stand on such a file.
TYPES: dict[str, frozenset[str]] = {
    "application/pdf": frozenset({".pdf"}),
    "image/jpeg": frozenset({".jpg", ".jpeg"}),
    "image/png": frozenset({".png"}),
}
# How forms name them.
KINDS = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG"}


class TooBig(Refused):
    """The file is larger than the limit."""


class WrongType(Refused):
    """The file is not of a kind that is taken, or not what its name says."""


class Unreadable(Refused):
    """The file is damaged, locked, or larger inside than is reasonable."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it came: its name is not trusted. `sent` is its size where it was too big to keep the content."""

    name: str
    content: bytes
    sent: int = 0

    @property
    def size(self) -> int:
        return max(len(self.content), self.sent)


@transaction.atomic
def store(*, upload: Upload, at: datetime, kinds: Collection[str] = ()) -> StoredFile:
    """Check a file and keep it sealed. Raises `TooBig`, `WrongType` or `Unreadable`; then nothing is kept."""
    name = clean_name(upload.name)
    media_type = check(upload, kinds)
    stored_as = f"{at:%Y/%m}/{secrets.token_hex(20)}"
    storage = storages["sealed"]
    storage.save(stored_as, ContentFile(seal_bytes(upload.content, context=SEAL_CONTEXT)))
    try:
        return StoredFile.objects.create(
            name=name,
            media_type=media_type,
            size=len(upload.content),
            sha256=hashlib.sha256(upload.content).hexdigest(),
            stored_as=stored_as,
            created_at=at,
        )
    except BaseException:
        storage.delete(stored_as)
        raise


def is_same(file: StoredFile, upload: Upload) -> bool:
    """Tell whether an upload is this file once more: the same bytes under the same name."""
    return file.name == clean_name(upload.name) and file.sha256 == hashlib.sha256(upload.content).hexdigest()


def erase(*, file: StoredFile) -> None:
    """Remove a file and, once that is committed, its bytes."""
    stored_as = file.stored_as
    file.delete()
    transaction.on_commit(lambda: storages["sealed"].delete(stored_as))


def check(upload: Upload, kinds: Collection[str] = ()) -> str:
    """Return the media type, which must be one of `kinds` where any are named. Raises `TooBig`, `WrongType` or `Unreadable`."""
    name = clean_name(upload.name)
    if not upload.size:
        raise Unreadable(_("“%(name)s” is empty. Choose the file again.") % {"name": name})
    if upload.size > settings.UPLOAD_LIMIT_BYTES:
        sizes = {"size": filesizeformat(upload.size), "most": filesizeformat(settings.UPLOAD_LIMIT_BYTES)}
        raise TooBig(
            _("“%(name)s” is too big: %(size)s, and up to %(most)s can be sent. Photograph the pages one by one.")
            % {"name": name, **sizes}
        )
    media_type = _type_by_bytes(upload.content)
    if PurePosixPath(name.lower()).suffix not in TYPES.get(media_type, ()):
        raise WrongType(_("“%(name)s” is not a PDF, JPG or PNG. Send it as one of these.") % {"name": name})
    if kinds and media_type not in {KINDS[kind] for kind in kinds if kind in KINDS}:
        raise WrongType(
            _("“%(name)s” cannot be added here: only %(kinds)s. Send it as that.")
            % {"name": name, "kinds": ", ".join(kinds).upper()}
        )
    _CHECKS[media_type](name, upload.content)
    return media_type


def clean_name(name: str) -> str:
    """Return a name fit to show and to offer on download: no path, no control or direction marks, at most 150 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    visible = "".join(ch for ch in unicodedata.normalize("NFC", last) if unicodedata.category(ch)[0] != "C")
    path = PurePosixPath(visible.strip(". ") or "file")
    stem = "".join(ch for ch in path.stem if ch not in '<>:"/|?*').strip() or "file"
    return f"{stem[: 150 - len(path.suffix)]}{get_valid_filename(path.suffix) if len(path.suffix) > 1 else ''}"


def _type_by_bytes(content: bytes) -> str:
    # PDF readers accept a few bytes before the mark; we do not: such files are how one type is passed off as another.
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    try:
        matches = puremagic.magic_string(content[:4096])
    except (puremagic.PureError, ValueError):
        return ""
    return next((match.mime_type for match in matches if match.mime_type in IMAGES), "")


def _check_image(name: str, content: bytes) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(IMAGES.values())) as image:
                pixels = image.width * image.height
                image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable(_("“%(name)s” does not open. Take the photo again.") % {"name": name}) from None
    if pixels > MOST_PIXELS:
        raise Unreadable(_("“%(name)s” has too many pixels. Take a smaller photo.") % {"name": name})


def _check_pdf(name: str, content: bytes) -> None:
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError):
        raise Unreadable(_("“%(name)s” does not open. Save it as a PDF again.") % {"name": name}) from None
    if locked:
        raise Unreadable(_("“%(name)s” is locked with a password. Save it without one.") % {"name": name})
    if not 0 < pages <= MOST_PAGES:
        raise Unreadable(_("“%(name)s” has no pages or more than %(most)d.") % {"name": name, "most": MOST_PAGES})


_CHECKS = {"application/pdf": _check_pdf, "image/jpeg": _check_image, "image/png": _check_image}
