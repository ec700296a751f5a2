"""DOCX templates filled in with data about a resident.

A template may hold placeholders and conditions on them, nothing else: `{{ full_name }}`,
`{% if phone %} … {% else %} … {% endif %}` (`{%p if … %}` for a condition with a paragraph of its own). Every tag is parsed
here and rewritten before the template engine sees it, so there are no loops, calls or attributes to restrict; the engine's
sandbox is the second safeguard.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, Undefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from vikno.catalogue.placeholders import PLACEHOLDERS_BY_CODE, SAMPLES, find_placeholder, nearest_placeholder_name
from vikno.kernel.errors import Refused

# A missing value is left blank, to be written by hand.
BLANK_LINE = "_" * 24
MAX_TAGS = 300
MAX_VALUE_LENGTH = 1000

_FILLED_PARTS = re.compile(r"word/(document|header|footer|footnotes)\d*\.xml")
_MARKUP = re.compile(r"<[^>]*>")
_TAG_OPENING = re.compile(r"\{[{%#]")
_TAG = re.compile(r"\{\{([^{}]{1,200})\}\}|\{%([^{}%]{1,200})%\}")
# docxtpl's marks for removing the run, paragraph, row or cell around a tag.
_SCOPE_MARK = re.compile(r"^(?:r|p|tr|tc)\s")
_OPERATORS = {"and", "or", "not"}
_CLOSING_WORDS = {"else", "endif"}


class TemplateBroken(Refused):
    """A tag in the template cannot be filled in, or stands where it would break the document."""


class BlankLine(Undefined):
    """The substitute for a placeholder without a value: false in a condition, a line on paper."""

    def __str__(self) -> str:
        return BLANK_LINE


def find_placeholders(content: bytes) -> list[str]:
    """Return the codes of the placeholders in a DOCX, in order. Raises `TemplateBroken`."""
    tags = [tag for xml in _filled_parts(content) for tag in _find_tags(xml)]
    words = [word for tag in tags for word in re.findall(r"\w+", _normalized_tag(tag))]
    codes = list(dict.fromkeys(word for word in words if word in PLACEHOLDERS_BY_CODE))
    # The document must be well-formed whichever values are missing.
    for missing in (set(), set(codes), *({code} for code in codes)) if tags else ():
        fill_template(content, {code: text for code, text in SAMPLES.items() if code not in missing})
    return codes


def fill_template(content: bytes, values: Mapping[str, str]) -> bytes:
    """Return the document with the values filled in, and a line for each missing one. Raises `TemplateBroken`."""
    template = _RestrictedDocxTemplate(io.BytesIO(content))
    environment = SandboxedEnvironment(autoescape=True, undefined=BlankLine)
    context = {}
    for code in values.keys() & PLACEHOLDERS_BY_CODE.keys():
        # A value is one line without control characters, which XML cannot hold.
        spaced = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in values[code])
        context[code] = " ".join(spaced.split(" "))[:MAX_VALUE_LENGTH].strip()
    try:
        template.render(context, environment)
        return template.to_bytes()
    except (TemplateError, etree.XMLSyntaxError, OpcError, KeyError, ValueError) as error:
        raise TemplateBroken(_broken()) from error


class _RestrictedDocxTemplate(DocxTemplate):
    """A docxtpl template limited to the tags allowed here; every part of the result must be well-formed XML."""

    def patch_xml(self, src_xml: str) -> str:
        patched = _TAG.sub(lambda match: _normalized_tag(match.group(0)), super().patch_xml(src_xml))
        if len(_TAG_OPENING.findall(patched)) != len(_TAG.findall(patched)):
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
        """Leave the properties of the file unchanged: they are not part of the text."""


def _filled_parts(content: bytes) -> list[str]:
    """Return the XML of the parts that are filled in.

    Raises `TemplateBroken` if a tag stands in another part, where it would never be filled in.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if re.fullmatch(r"word/[^/]+\.xml", name)]
            texts = {name: archive.read(name).decode() for name in names}
    except (zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise TemplateBroken(_broken()) from error
    for name, text in texts.items():
        if not _FILLED_PARTS.fullmatch(name) and (tag := _TAG.search(_MARKUP.sub("", text))):
            raise TemplateBroken(_broken(tag.group(0)))
    return [text for name, text in texts.items() if _FILLED_PARTS.fullmatch(name)]


def _find_tags(xml: str) -> list[str]:
    """Return the tags of a part as an editor sees them. Raises `TemplateBroken` for the first invalid one."""
    text = _MARKUP.sub("", xml)
    tags = [match.group(0) for match in _TAG.finditer(text)]
    if len(tags) > MAX_TAGS:
        raise TemplateBroken(_("There are more than %d placeholders in one file. Make it simpler.") % MAX_TAGS)
    # A tag inside the markup (a link, the name of a picture) is visible to the engine but not to a reader.
    if len(_TAG_OPENING.findall(text)) != len(tags) or len(_TAG_OPENING.findall(xml)) > len(tags):
        remainder = _TAG.sub("", text)
        unclosed = _TAG_OPENING.search(remainder)
        raise TemplateBroken(_broken(" ".join(remainder[unclosed.start() :][:40].split()) if unclosed else ""))
    for tag in tags:
        _normalized_tag(tag)
    return tags


def _normalized_tag(tag: str) -> str:
    """Return a tag in the only form that the engine receives. Raises `TemplateBroken`."""
    inner = tag[2:-2]
    mark = _SCOPE_MARK.match(inner)
    words = inner[mark.end() if mark else 0 :].split()
    scope = mark.group(0).strip() if mark else ""
    if tag.startswith("{{"):
        if len(words) != 1:
            raise TemplateBroken(_broken(tag))
        return f"{{{{{scope} {_code(words[0], tag)} }}}}"
    if words and words[0] == "if" and len(words) > 1:
        expression = ["if", *(word if word in _OPERATORS else _code(word, tag) for word in words[1:])]
    elif len(words) == 1 and words[0] in _CLOSING_WORDS:
        expression = words
    else:
        raise TemplateBroken(_broken(tag))
    return f"{{%{scope} {' '.join(expression)} %}}"


def _code(name: str, tag: str) -> str:
    placeholder = find_placeholder(name)
    if placeholder is not None:
        return placeholder.code
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
