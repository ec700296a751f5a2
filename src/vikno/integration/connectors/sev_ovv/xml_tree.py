"""XML of order 1207 as a tree without its files: it is read as a stream, and only size and digest of a file are kept.

The parser is expat, which reads any encoding of one byte beside Unicode; document types are refused, so nothing expands and
nothing is loaded. Namespaces are ignored: the order has none, and systems use any.
"""

import binascii
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from vikno.integration.connectors.sev_ovv.letters import FileRole
from vikno.kernel.errors import Rejected

CHUNK_BYTES = 64 * 1024
MAX_DEPTH, MAX_ELEMENTS, MAX_TEXT = 40, 20_000, 1024 * 1024
# The elements that hold a file in base64, and its role there.
_FILES = {
    ("Document", "DocTransfer"): FileRole.DOCUMENT,
    ("Task", "DocTransfer"): FileRole.TASK,
    ("Folder", "DocTransfer"): FileRole.ADDED,
    ("Acknowledgement", "DocTransfer"): FileRole.ACKNOWLEDGEMENT,
    ("SignInfo", "SignData"): FileRole.SIGNATURE,
}
_CHARSET = re.compile(rb"""<(?:\w+:)?Header\b[^>]*?\bcharset\s*=\s*["']([\w.-]{1,40})["']""")
_SPACE = str.maketrans("", "", " \t\r\n")


@dataclass
class XmlNode:
    """An element. An element with a file has `content` instead of text."""

    name: str
    attributes: dict[str, str]
    children: list["XmlNode"] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    content: "EmbeddedFile | None" = None

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()

    def get(self, name: str) -> str:
        return self.attributes.get(name, "").strip()

    def find(self, *names: str) -> "XmlNode | None":
        """Return the first element on this path, if there is one."""
        node: XmlNode | None = self
        for name in names:
            node = next((child for child in node.children if child.name == name), None) if node else None
        return node

    def all(self, name: str) -> Iterator["XmlNode"]:
        """Yield every element of this name below, in their order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)


class EmbeddedFile:
    """A file in the stream: it is decoded in chunks, digested, and passed to `take` if there is such a function."""

    def __init__(self, key: str, role: FileRole, take: Callable[[bytes], object] | None) -> None:
        self.key, self.role, self._take = key, role, take
        self.size, self._rest, self._digest, self._is_padded = 0, "", hashlib.sha256(), False

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def feed(self, text: str) -> None:
        text = self._rest + text.translate(_SPACE)
        whole = len(text) // 4 * 4
        self._rest = text[whole:]
        if not whole:
            return
        try:
            if self._is_padded:
                raise binascii.Error
            octets = binascii.a2b_base64(text[:whole], strict_mode=True)
        except (binascii.Error, ValueError):
            raise Rejected(_("A file in the message is not in base64.")) from None
        self._is_padded = text[:whole].endswith("=")
        self.size += len(octets)
        self._digest.update(octets)
        if self._take:
            self._take(octets)

    def end(self) -> None:
        if self._rest:
            raise Rejected(_("A file in the message is cut off."))


class _Builder:
    """Builds the tree from the events of expat."""

    def __init__(self, *, wanted: str = "", take: Callable[[bytes], object] | None = None) -> None:
        self.root: XmlNode | None = None
        self.files = self._elements = self._text = 0
        self._open: list[XmlNode] = []
        self._wanted, self._take = wanted, take

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = {_local(key): value for key, value in attributes.items() if ":" in key and not key.startswith("xmlns")}
        # An attribute without a prefix has precedence over one with a prefix.
        local |= {key: value for key, value in attributes.items() if ":" not in key}
        node = XmlNode(name=_local(name), attributes=local)
        self._elements += 1
        if len(self._open) > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise Rejected(_("The message has more elements than any letter has."))
        if self._open:
            self._open[-1].children.append(node)
        role = _FILES.get((self._open[-1].name, node.name)) if self._open else None
        if role:
            self.files += 1
            key = str(self.files)
            node.content = EmbeddedFile(key, role, self._take if key == self._wanted else None)
        self.root = self.root or node
        self._open.append(node)

    def data(self, text: str) -> None:
        node = self._open[-1]
        if node.content:
            node.content.feed(text)
            return
        self._text += len(text)
        if self._text > MAX_TEXT:
            raise Rejected(_("The message has more text than any letter has."))
        node.parts.append(text)

    def end(self, _name: str) -> None:
        node = self._open.pop()
        if node.content:
            node.content.end()

    def doctype(self, *_declaration: object) -> None:
        raise Rejected(_("The message has a document type, which order 1207 does not know."))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def read_tree(stream: BinaryIO) -> XmlNode:
    """Return the root element. Raises `Rejected` with one sentence."""
    builder = _Builder()
    for _step in _parse(stream, builder):
        pass
    assert builder.root is not None
    return builder.root


def file_content(stream: BinaryIO, key: str) -> Iterator[bytes]:
    """Yield the bytes of one file of a message. Raises `Rejected` where there is no such file or the message is broken."""
    pieces: list[bytes] = []
    builder = _Builder(wanted=key, take=pieces.append)
    for _step in _parse(stream, builder):
        yield from pieces
        pieces.clear()
    if key not in {str(number) for number in range(1, builder.files + 1)}:
        raise Rejected(_("The message has no such file."))


def _parse(stream: BinaryIO, builder: _Builder) -> Iterator[None]:
    """Feed the message to the builder, a piece at each step."""
    head = stream.read(CHUNK_BYTES)
    parser = expat.ParserCreate(_encoding(head))
    parser.buffer_text, parser.buffer_size = True, CHUNK_BYTES
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = builder.data, builder.doctype
    piece = head
    try:
        while piece:
            parser.Parse(piece, False)
            yield
            piece = stream.read(CHUNK_BYTES)
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise Rejected(_("The XML is broken in line %(line)s.") % {"line": error.lineno}) from None
    except (ValueError, LookupError, UnicodeError):
        raise Rejected(_("The message is written in an unknown encoding.")) from None


def _encoding(head: bytes) -> str | None:
    """Return the encoding where XML itself does not tell it: by the mark at the beginning, or by the order's own attribute."""
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or re.match(rb"\s*<\?xml[^>]*\bencoding\b", head):
        return None
    named = _CHARSET.search(head[:4096])
    return named[1].decode() if named else None
