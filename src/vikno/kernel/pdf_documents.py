"""PDF documents made by typst from a template and plain values.

Values reach the template as JSON, never as markup: an answer such as `#image("x")` stays text. Every document is PDF/UA-1, which
typst checks while it writes: it makes no document without a title, with an untagged picture or with a letter that no font has.
"""

import functools
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
import typst

import vikno

ROOT = Path(vikno.__path__[0])
FONTS = ROOT / "web" / "papers" / "fonts"

# The characters that the fonts inside typst have: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, signs, arrows.
# `tests/kernel/test_pdf_documents.py` prints each of them.
_SHOWABLE = re.compile(
    "[\n -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff"
    "\u0531-\u0556\u0559-\u058a\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u0660-\u0669\u10d0-\u10ff\u1e00-\u1eff"
    "\u2002-\u200a\u2010-\u2027\u202f-\u203e\u2044-\u205e\u2070\u2071\u2074-\u208e\u20a0-\u20c0\u2100-\u210f\u2116\u2122"
    "\u2126\u2150\u2151\u2153-\u2184\u2190-\u21ff\u2200-\u22ff\u2460-\u24ff\u2500-\u25ff\u2713\u2717\ufb01\ufb02\ufffd]"
)
_MARKED = re.compile("[A-Za-z\xc0-\u024f\u0391-\u03ff\u0400-\u0481\u048a-\u04ff\u1e00-\u1eff]")
_MARK = re.compile("[\u0300-\u036f]")
REPLACEMENT_CHARACTER = "\ufffd"


def render(*, template: Path, data: Mapping[str, Any], at: datetime) -> bytes:
    """Return the template filled with the data as PDF. `data` has at least `title` and `language`."""
    # Threads cannot share a compiler; a new compiler costs less than a millisecond once the fonts are read.
    # All our templates share «/kernel/pdf_document.typ», whatever their package.
    root = ROOT if template.is_relative_to(ROOT) else template.parent
    compiler = typst.Compiler(input=template, root=root, font_paths=_fonts(), ignore_system_fonts=True)
    values = json.dumps(_showable_values(data), ensure_ascii=False)
    # Typst accepts whole seconds only.
    timestamp = at.replace(microsecond=0)
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": values}, timestamp=timestamp)
    assert isinstance(pdf, bytes)
    return pdf


def qr_svg(text: str) -> str:
    """Return the text as a QR code, in SVG."""
    return str(segno.make(text, error="m", micro=False).svg_inline(border=0, dark="#15233f", omitsize=True))


def printable_text(text: str) -> str:
    """Return the text without invisible direction marks, and with a replacement sign for characters that no font has."""
    shown: list[str] = []
    for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " ")):
        if _SHOWABLE.match(letter):
            shown.append(letter)
        elif _MARK.match(letter):
            # A combining mark needs a letter before it; after anything else the mark would be an error.
            shown += [letter] if shown and _MARKED.match(shown[-1]) else []
        elif unicodedata.category(letter) not in {"Cf", "Mn", "Me", "Mc"}:
            shown.append(REPLACEMENT_CHARACTER)
    return "".join(shown)


def _showable_values(value: Any) -> Any:
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, Mapping):
        return {str(key): _showable_values(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_showable_values(part) for part in value]
    return value


@functools.cache
def _fonts() -> typst.Fonts:
    """Read the fonts once: Onest, if its files were built, and those inside typst."""
    folders: list[Path] = [FONTS] if FONTS.is_dir() else []
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
