"""Zip archives from strangers. Their files are read into memory within limits; nothing is written to disk.

A name is only a key here. Still, no honest container has a name that would leave its folder.
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
# Text is compressed to a hundredth, zeros to a thousandth: a large file above this ratio is a zip bomb.
MAX_COMPRESSION_RATIO = 200
MIN_SUSPICIOUS_BYTES = 5 * 1024 * 1024


class ContainerUnreadable(Refused):
    """The file is damaged, or made to do harm when it is read. `code` is a key of `reasons.REASON_MESSAGES`."""

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
    """Return the files of an archive in their order. Raises `ContainerUnreadable`."""
    files = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _require_safe(entries)
            for entry in entries:
                with archive.open(entry) as opened:
                    # An entry that holds more than its header states is damaged, and could be endless.
                    entry_content = opened.read(entry.file_size + 1)
                if len(entry_content) != entry.file_size:
                    raise ContainerUnreadable("damaged")
                files.append(ContainerFile(name=entry.filename, content=entry_content))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        raise ContainerUnreadable("damaged") from None
    return tuple(files)


def _require_safe(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_ARCHIVE_BYTES:
        raise ContainerUnreadable("too_much_inside")
    large = [entry for entry in entries if entry.file_size > MIN_SUSPICIOUS_BYTES]
    if any(entry.file_size > MAX_COMPRESSION_RATIO * max(entry.compress_size, 1) for entry in large):
        raise ContainerUnreadable("bursts")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ContainerUnreadable("locked")
    # Programs disagree on which of two files of one name they open, so one could be signed and the other shown.
    if len({name.casefold() for name in names}) < len(names):
        raise ContainerUnreadable("same_names")
    if not all(is_safe_name(name) for name in names):
        raise ContainerUnreadable("leads_out")


def is_safe_name(name: str) -> bool:
    """Return whether a name stays inside the container."""
    path = PurePosixPath(name.replace("\\", "/"))
    drive = len(name) > 1 and name[1] == ":"
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not drive and "\0" not in name
