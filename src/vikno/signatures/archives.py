"""Zip archives from strangers: what they hold is read within limits, and nothing is written anywhere.

A name is only ever a key here; still, one that would leave its folder is no name of an honest container.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from vikno.kernel.errors import Refused
from vikno.signatures.reasons import reason_message

MAX_ENTRIES = 1000
MAX_ARCHIVE_BYTES = 200 * 1024 * 1024
# Text packs to a hundredth, zeros to a thousandth: above this, and large, it is made to burst.
MAX_COMPRESSION_RATIO = 200
MIN_SUSPICIOUS_BYTES = 5 * 1024 * 1024


class ContainerUnreadable(Refused):
    """The file is damaged, or is made so that reading it would do harm; `code` is one of `reasons.WORDS`."""

    def __init__(self, code: str) -> None:
        super().__init__(reason_message(code))
        self.code = code


@dataclass(frozen=True, kw_only=True)
class ContainerFile:
    """One file of an archive."""

    name: str
    content: bytes


def is_zip(content: bytes) -> bool:
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read_archive(content: bytes) -> tuple[ContainerFile, ...]:
    """Return the files of an archive in their order. Raises `Unreadable`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = [entry for entry in archive.infolist() if not entry.is_dir()]
            _require_honest(listed)
            return tuple(ContainerFile(name=entry.filename, content=_read(archive, entry)) for entry in listed)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        raise ContainerUnreadable("damaged") from None


def _require_honest(listed: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in listed]
    if len(listed) > MAX_ENTRIES or sum(entry.file_size for entry in listed) > MAX_ARCHIVE_BYTES:
        raise ContainerUnreadable("too_much_inside")
    if any(_bursts(entry) for entry in listed):
        raise ContainerUnreadable("bursts")
    if any(entry.flag_bits & 1 for entry in listed):
        raise ContainerUnreadable("locked")
    # Programs disagree on which of two files of one name they open, so one could be signed and the other shown.
    if len({name.casefold() for name in names}) < len(names):
        raise ContainerUnreadable("same_names")
    if not all(is_safe_name(name) for name in names):
        raise ContainerUnreadable("leads_out")


def _bursts(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > MIN_SUSPICIOUS_BYTES and entry.file_size > MAX_COMPRESSION_RATIO * max(
        entry.compress_size, 1
    )


def is_safe_name(name: str) -> bool:
    """Return whether a name stays inside the container."""
    path = PurePosixPath(name.replace("\\", "/"))
    drive = len(name) > 1 and name[1] == ":"
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not drive and "\0" not in name


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return no more of an entry than it said it has; what says less than it has is damaged."""
    with archive.open(entry) as opened:
        content = opened.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise zipfile.BadZipFile
    return content
