"""BER below the schemas: elements, definite lengths, and the wrappers of DER in files (PEM, base64, transport headers).

Senders that stream use indefinite lengths and strings in pieces (X.690 8.1.3.6, 8.7.3). The other modules read definite lengths
only.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

from dstu.errors import InputTooBig, MalformedData

MAX_BYTES = 512 * 1024 * 1024
MAX_DEPTH = 48
CONSTRUCTED = 0x20
_STRINGS = {0x03, 0x04, 0x0C, 0x13, 0x14, 0x16, 0x1E}
_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 #]+)-----(.*?)-----END \1-----", re.DOTALL)
# The end-user software of IIT puts UA1_… and lengths before signed or encrypted data.
_TRANSPORT = re.compile(rb"UA1_[A-Z]{2,8}\x00")


class BerElement(NamedTuple):
    """One element: its first octet, its content and all of its bytes."""

    tag: int
    content: bytes
    der: bytes


def elements(data: bytes) -> Iterator[BerElement]:
    """Yield the elements of `data`, which have definite lengths. Raises MalformedData."""
    at = 0
    while at < len(data):
        start, length = _header(data, at, len(data))
        if length is None:
            raise MalformedData("an indefinite length within DER")
        yield BerElement(data[at], data[start : start + length], data[at : start + length])
        at = start + length


def single_element(data: bytes) -> BerElement:
    """Return the only element of `data`. Raises MalformedData if there is another number of them."""
    everything = list(elements(data))
    if len(everything) != 1:
        raise MalformedData("not one element")
    return everything[0]


def to_definite_length(data: bytes) -> bytes:
    """Return the first element of `data` with definite lengths and strings in one piece; DER stays as it is.

    Only zeros and white space may follow it. Raises MalformedData, InputTooBig.
    """
    if len(data) > MAX_BYTES:
        raise InputTooBig(f"more than {MAX_BYTES} bytes")
    start, length = _header(data, 0, len(data))
    if length is None:
        whole, end = _definite(data, 0, len(data), 0)
    else:
        end = start + length
        whole = data if end == len(data) else data[:end]
    if data[end : end + 64].strip(b"\x00\r\n\t ") or len(data) - end > MAX_BYTES // 8:
        raise MalformedData("something follows the value")
    return whole


def encode(tag: int, content: bytes) -> bytes:
    """Return the DER of a primitive or constructed element with this first octet."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def extract_der(data: bytes) -> bytes:
    """Return the DER or BER of a file that may be PEM, base64 or begin with transport headers. Raises MalformedData."""
    if len(data) > MAX_BYTES:
        raise InputTooBig(f"more than {MAX_BYTES} bytes")
    if data[:1] == b"\x30":
        return data
    if pem := pem_blocks(data):
        return pem[0]
    if not _TRANSPORT.match(data[:16]):
        return _decode_base64(data)
    # A transport header is a name that ends with a zero, a length of four octets (least first) and as many octets.
    at = 0
    while header := _TRANSPORT.match(data, at):
        start = header.end() + 4
        length = int.from_bytes(data[header.end() : start], "little")
        if data[start : start + 1] == b"\x30":
            return data[start : start + length]
        at = start + length
    raise MalformedData("transport headers without a signature or an envelope")


def pem_blocks(data: bytes) -> list[bytes]:
    """Return the decoded blocks between BEGIN and END lines; an empty list if there are none."""
    if b"-----BEGIN" not in data:
        return []
    blocks = []
    for _label, block in _PEM.findall(data):
        # A block may begin with headers («Proc-Type: …») and a blank line.
        head, blank, rest = block.replace(b"\r\n", b"\n").strip().partition(b"\n\n")
        blocks.append(_decode_base64(rest if blank and b":" in head else block))
    return blocks


def _decode_base64(data: bytes) -> bytes:
    text = data.removeprefix(b"\xef\xbb\xbf").translate(None, b"\r\n\t \x00")
    try:
        decoded = base64.b64decode(
            text + b"=" * (-len(text) % 4), altchars=b"-_" if b"-" in text or b"_" in text else None, validate=True
        )
    except (ValueError, binascii.Error) as error:
        raise MalformedData("neither DER, nor PEM, nor base64") from error
    if decoded[:1] != b"\x30":
        raise MalformedData("neither DER, nor PEM, nor base64 of them")
    return decoded


def _header(data: bytes, at: int, end: int) -> tuple[int, int | None]:
    """Return the start and the length of the content; the length is None if it is indefinite."""
    if at + 2 > end:
        raise MalformedData("cut short")
    if data[at] & 0x1F == 0x1F:
        raise MalformedData("a tag of more than one octet")
    size = data[at + 1]
    if size < 0x80:
        return _within(at + 2, size, end)
    if size == 0x80:
        if not data[at] & CONSTRUCTED:
            raise MalformedData("a primitive element without a length")
        return at + 2, None
    start = at + 2 + (size & 0x7F)
    if size > 0x88 or start > end:
        raise MalformedData("a length that cannot be")
    return _within(start, int.from_bytes(data[at + 2 : start], "big"), end)


def _within(start: int, length: int, end: int) -> tuple[int, int]:
    if start + length > end:
        raise MalformedData("cut short")
    return start, length


def _definite(data: bytes, at: int, end: int, depth: int) -> tuple[bytes, int]:
    """Return the element at `at` with definite lengths, and the place of the next one."""
    if depth > MAX_DEPTH:
        raise InputTooBig("nested too deep")
    start, length = _header(data, at, end)
    tag = data[at]
    if length is not None and not tag & CONSTRUCTED:
        return data[at : start + length], start + length
    parts: list[bytes] = []
    after = start
    end = end if length is None else start + length
    while after < end and (length is not None or data[after : after + 2] != b"\x00\x00"):
        part, after = _definite(data, after, end, depth + 1)
        parts.append(part)
    if length is None:
        if after >= end:
            raise MalformedData("no end of an indefinite length")
        after += 2
    if tag & ~CONSTRUCTED in _STRINGS:
        return encode(tag & ~CONSTRUCTED, _join(tag & ~CONSTRUCTED, parts)), after
    content = b"".join(parts)
    if length is not None and content == data[start:after]:
        return data[at:after], after
    return encode(tag, content), after


def _join(tag: int, parts: list[bytes]) -> bytes:
    pieces = [single_element(part) for part in parts]
    if any(piece.tag != tag for piece in pieces):
        raise MalformedData("a string in pieces of another kind")
    if tag != 0x03:
        return b"".join(piece.content for piece in pieces)
    last = pieces[-1].content[:1] if pieces else b"\x00"
    return last + b"".join(piece.content[1:] for piece in pieces)
