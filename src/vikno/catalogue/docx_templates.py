"""Filling a DOCX template with what is known of a resident.

A template may hold placeholders and conditions on them, nothing else: `{{ full_name }}`,
`{% if phone %} … {% else %} … {% endif %}` (`{%p if … %}` for a condition with a paragraph of its own). Every tag is read here
and written anew before the template engine sees it, so there are no loops, calls or attributes to bound; the engine's sandbox
is the second lock.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, Undefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from vikno.catalogue.placeholders import PLACEHOLDERS_BY_CODE, SAMPLES, find_placeholder, nearest_placeholder_name
from vikno.kernel.errors import Refused

# What is not known is left to be written by hand.
BLANK_LINE = "_" * 24
MAX_TAGS = 300
MAX_VALUE_LENGTH = 1000

_FILLED = re.compile(r"word/(document|header|footer|footnotes)\d*\.xml")
_MARKUP = re.compile(r"<[^>]*>")
_OPENED = re.compile(r"\{[{%#]")
_TAG = re.compile(r"\{\{([^{}]{1,200})\}\}|\{%([^{}%]{1,200})%\}")
# docxtpl's marks of what goes together with a tag: the run, the paragraph, the row, the cell.
_AROUND = re.compile(r"^(?:r|p|tr|tc)\s")
_WORDS = {"and", "or", "not"}
_BARE = {"else", "endif"}


class TemplateBroken(Refused):
    """A tag in the template is not one that can be filled, or stands where it would break the document."""


class BlankLine(Undefined):
    """What stands for a placeholder that nothing is known for: false in a condition, a line on paper."""

    def __str__(self) -> str:
        return BLANK_LINE


def find_placeholders(content: bytes) -> list[str]:
    """Return the codes of the placeholders in a DOCX, in order. Raises `BrokenTemplate`."""
    tags = [tag for xml in _parts(content) for tag in _checked_tags(xml)]
    codes = list(dict.fromkeys(code for tag in tags for code in _codes_of(tag)))
    # Whatever is known or not of somebody, the document has to come out whole.
    for missing in (set(), set(codes), *({code} for code in codes)) if tags else ():
        fill_template(content, {code: text for code, text in SAMPLES.items() if code not in missing})
    return codes


def fill_template(content: bytes, values: Mapping[str, str]) -> bytes:
    """Return the document with the values in place; a line for each that is not there. Raises `BrokenTemplate`."""
    template = _RestrictedDocxTemplate(io.BytesIO(content))
    environment = SandboxedEnvironment(autoescape=True, undefined=BlankLine)
    try:
        template.render(
            {code: _plain(text) for code, text in values.items() if code in PLACEHOLDERS_BY_CODE}, environment
        )
        return template.to_bytes()
    except (TemplateError, etree.XMLSyntaxError, OpcError, KeyError, ValueError) as error:
        raise TemplateBroken(_broken()) from error


class _RestrictedDocxTemplate(DocxTemplate):
    """docxtpl with our few tags instead of its many, and with every part of the result checked to be whole."""

    def patch_xml(self, src_xml: str) -> str:
        patched = _TAG.sub(_rewritten, super().patch_xml(src_xml))
        if len(_OPENED.findall(patched)) != len(_TAG.findall(patched)):
            raise TemplateBroken(_broken())
        return str(patched)

    def render_xml_part(self, *args: Any, **kwargs: Any) -> str:
        xml = str(super().render_xml_part(*args, **kwargs))
        etree.fromstring(xml.encode(), parser=etree.XMLParser(resolve_entities=False, no_network=True))
        return xml

    def to_bytes(self) -> bytes:
        buffer = io.BytesIO()
        super().save(buffer)
        return buffer.getvalue()

    def render_properties(self, *args: Any, **kwargs: Any) -> None:
        """Leave the properties of the file as they are: they are not what is filled in."""


def _parts(content: bytes) -> list[str]:
    """Return the texts that are filled in. Raises `BrokenTemplate` when a tag stands in another, where it would stay as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if re.fullmatch(r"word/[^/]+\.xml", name)]
            texts = {name: archive.read(name).decode() for name in names}
    except (zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise TemplateBroken(_broken()) from error
    for name, text in texts.items():
        if not _FILLED.fullmatch(name) and (tag := _TAG.search(_MARKUP.sub("", text))):
            raise TemplateBroken(_broken(tag.group(0)))
    return [text for name, text in texts.items() if _FILLED.fullmatch(name)]


def _checked_tags(xml: str) -> list[str]:
    """Return the tags of a part as an editor sees them. Raises `BrokenTemplate` for the first that cannot be."""
    text = _MARKUP.sub("", xml)
    tags = [found.group(0) for found in _TAG.finditer(text)]
    if len(tags) > MAX_TAGS:
        raise TemplateBroken(_("There are more than %d placeholders in one file. Make it simpler.") % MAX_TAGS)
    # A tag inside the markup (a link, the name of a picture) is seen by the engine and by nobody else.
    if len(_OPENED.findall(text)) != len(tags) or len(_OPENED.findall(xml)) > len(tags):
        raise TemplateBroken(_broken(_unclosed(text)))
    for tag in tags:
        _read(tag)
    return tags


def _unclosed(text: str) -> str:
    """Return the words at the first tag that is not closed."""
    opened = _OPENED.search(_TAG.sub("", text))
    return " ".join(_TAG.sub("", text)[opened.start() :][:40].split()) if opened else ""


def _rewritten(found: re.Match[str]) -> str:
    return _read(found.group(0))


def _read(tag: str) -> str:
    """Return a tag in the one form that the engine gets. Raises `BrokenTemplate`."""
    inner = tag[2:-2]
    mark = _AROUND.match(inner)
    words = inner[mark.end() if mark else 0 :].split()
    around = mark.group(0).strip() if mark else ""
    if tag.startswith("{{"):
        if len(words) != 1:
            raise TemplateBroken(_broken(tag))
        return f"{{{{{around} {_code(words[0], tag)} }}}}"
    if words and words[0] == "if" and len(words) > 1:
        said = ["if", *(word if word in _WORDS else _code(word, tag) for word in words[1:])]
    elif len(words) == 1 and words[0] in _BARE:
        said = words
    else:
        raise TemplateBroken(_broken(tag))
    return f"{{%{around} {' '.join(said)} %}}"


def _codes_of(tag: str) -> Iterable[str]:
    return [word for word in re.findall(r"\w+", _read(tag)) if word in PLACEHOLDERS_BY_CODE]


def _code(name: str, tag: str) -> str:
    found = find_placeholder(name)
    if found is not None:
        return found.code
    if not re.fullmatch(r"[\w'’ʼ`´‘]+", name):
        raise TemplateBroken(_broken(tag))
    if near := nearest_placeholder_name(name):
        raise TemplateBroken(
            _("There is no placeholder “%(name)s”. Did you mean “%(near)s”?") % {"name": name, "near": near}
        )
    raise TemplateBroken(_("There is no placeholder “%(name)s”. The table below has all of them.") % {"name": name})


def _broken(tag: str = "") -> str:
    if tag:
        return _("“%(tag)s” cannot be filled in. Write only placeholders from the table and conditions on them.") % {
            "tag": tag
        }
    return _("The placeholders and conditions in the file do not fit together. Check that each “if” has its “endif”.")


def _plain(text: str) -> str:
    """Return a value as one line that a document can hold."""
    spaced = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text)
    return " ".join(spaced.split(" "))[:MAX_VALUE_LENGTH].strip()
