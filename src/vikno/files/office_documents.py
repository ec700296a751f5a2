"""Office documents: their type by content, and the active content that a public document must not have.

A DOCX, XLSX or ODT is a zip archive of XML. Nothing is unpacked until the archive declares a reasonable size, and no more of an
entry is read than the limit.
"""

import io
import re
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
OFFICE_EXTENSIONS = {DOCX: ".docx", XLSX: ".xlsx", ODT: ".odt", RTF: ".rtf"}

MAX_ENTRIES = 2000
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_XML_BYTES = 8 * 1024 * 1024

_CONTENTS = "[Content_Types].xml"
# A document with macros has the same parts under another type: it is recognised first, then refused for its macros.
_MAIN_PARTS = {
    DOCX: re.compile(rb"(wordprocessingml\.document|ms-word\.document\.macroEnabled)\.main\+xml"),
    XLSX: re.compile(rb"(spreadsheetml\.sheet|ms-excel\.sheet\.macroEnabled)\.main\+xml"),
}
_PROGRAM_PARTS = re.compile(
    r"vba(project|data)|activex|^(basic|scripts)/|^object ?\d|/embeddings/|\.(exe|js|vbs|jar)$", re.IGNORECASE
)
_PROGRAM_XML = re.compile(rb"macroEnabled|script:event-listener|<office:script[ >]|DDEAUTO", re.IGNORECASE)
_EXTERNAL_RELATIONSHIP = re.compile(rb"<Relationship\s[^>]*TargetMode=[\"']External[\"'][^>]*>")
_HYPERLINK_TYPE = re.compile(rb"Type=[\"'][^\"']*/hyperlink[\"']")
_RTF_PROGRAMS = re.compile(rb"\\obj(ect|data|emb|link|ocx|update)|\\\*\\template|DDEAUTO|INCLUDEPICTURE", re.IGNORECASE)


def media_type(content: bytes) -> str:
    """Return the media type of an office document, or an empty text for anything else."""
    if content.startswith(rb"{\rtf1"):
        return RTF
    if not content.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist()[:MAX_ENTRIES])
            if "mimetype" in names and _read(archive, "mimetype", limit=200).strip() == ODT.encode():
                return ODT
            content_types = _read(archive, _CONTENTS) if _CONTENTS in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return ""
    return next((kind for kind, part in _MAIN_PARTS.items() if part.search(content_types)), "")


def rejection_reason(content: bytes) -> str:
    """Return why a document cannot be public, with `%(name)s` for its name; an empty text if it can."""
    if content.startswith(b"{"):
        return _programs_found() if _RTF_PROGRAMS.search(content) else ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                return _("“%(name)s” is much larger inside than it looks. Save it again with smaller pictures.")
            if any(entry.flag_bits & 1 for entry in entries):
                return _("“%(name)s” is locked with a password. Save it without one.")
            paths = [PurePosixPath(name.replace("\\", "/")) for name in names]
            leaves_archive = any(path.is_absolute() or ".." in path.parts or ":" in str(path) for path in paths)
            if len(set(names)) < len(names) or leaves_archive:
                return _("“%(name)s” does not open. Save it again.")
            if any(_PROGRAM_PARTS.search(name) for name in names):
                return _programs_found()
            xml_names = [name for name in names if name.endswith((".xml", ".rels"))]
            return next(filter(None, (_xml_problem(archive, name) for name in xml_names)), "")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return _("“%(name)s” does not open. Save it again.")


def _xml_problem(archive: zipfile.ZipFile, name: str) -> str:
    if archive.getinfo(name).file_size > MAX_XML_BYTES:
        return _("“%(name)s” is much larger inside than it looks. Save it again with smaller pictures.")
    xml = _read(archive, name)
    # Office programs write UTF-8; another encoding could hide programs from the search below.
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml.startswith((b"\xfe\xff", b"\xff\xfe")) or b"\0" in xml:
        return _("“%(name)s” does not open. Save it again.")
    if _PROGRAM_XML.search(xml):
        return _programs_found()
    if any(not _HYPERLINK_TYPE.search(relationship) for relationship in _EXTERNAL_RELATIONSHIP.findall(xml)):
        return _("“%(name)s” loads something from another place when it is opened. Put that into the file itself.")
    return ""


def _programs_found() -> str:
    return _("“%(name)s” has macros or other programs inside. Save it without them.")


def _read(archive: zipfile.ZipFile, name: str, limit: int = MAX_XML_BYTES) -> bytes:
    with archive.open(name) as entry:
        return entry.read(limit)
