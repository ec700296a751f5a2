"""Messages of other systems, laid out so that a person can read them."""

import json
from typing import Any
from xml.etree import ElementTree as PlainXml

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

# A longer message is downloaded, not shown.
MAX_SHOWN_BYTES = 512 * 1024
# A longer value (a file inside a message) is cut, with its length.
MAX_VALUE_LENGTH = 2000


def format_message(body: bytes) -> str:
    """Return a message as text: JSON and XML indented, long values cut; empty where it is no text, or too long for a page."""
    if len(body) > MAX_SHOWN_BYTES:
        return ""
    for read in (_json, _xml, _text):
        try:
            return read(body)
        except (ValueError, PlainXml.ParseError, DefusedXmlException, RecursionError):
            continue
    return ""


def _json(body: bytes) -> str:
    return json.dumps(_cut(json.loads(body)), ensure_ascii=False, indent=2)


def _cut(value: Any) -> Any:
    match value:
        case dict():
            return {name: _cut(item) for name, item in value.items()}
        case list():
            return [_cut(item) for item in value]
        case str():
            return _shortened(value)
    return value


def _xml(body: bytes) -> str:
    root = defusedxml.ElementTree.fromstring(body)
    for element in root.iter():
        element.text = _shortened(element.text or "") or None
    PlainXml.indent(root)
    return PlainXml.tostring(root, encoding="unicode")


def _text(body: bytes) -> str:
    text = body.decode()
    if any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
        raise ValueError("This is no text.")
    return text


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_VALUE_LENGTH else f"{text[:200]}… ({len(text)})"
