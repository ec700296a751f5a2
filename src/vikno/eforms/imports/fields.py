"""Published fields. `name` is `label;hint;options`, with separators in odd places."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vikno.kernel.data_import import ImportRowInvalid, clean_line, html_to_text

# `bNew=true`, or several with commas; the quotes of `labelType='warning'` are no part of the value.
_OPTIONS = re.compile(r"\s*[A-Za-z]\w*\s*=\s*[^\s,;=]*(?:\s*,\s*[A-Za-z]\w*\s*=\s*[^\s,;=]*)*\s*")
_YES = {"true", "yes", "1"}


@dataclass(frozen=True, kw_only=True)
class PublishedField:
    """A published field with label, hint and options of its name.

    `values` are the published answers as pairs (id, text); the text may be empty.
    """

    id: str
    type: str
    label: str
    hint: str
    options: Mapping[str, str]
    required: bool
    readonly: bool
    values: tuple[tuple[str, str], ...]

    @property
    def is_hidden(self) -> bool:
        return self.type in ("invisible", "markers") or self.options.get("bVisible", "").lower() == "false"

    @property
    def is_read_only(self) -> bool:
        return self.readonly or self.options.get("writable", "").lower() == "false"

    @property
    def is_printed_application(self) -> bool:
        """Return whether the old portal itself put the printed and signed application here."""
        return self.options.get("bPrintFormFileAsPDF", "").lower() in _YES

    @property
    def comparable_label(self) -> str:
        """Return the label for comparison: in lower case, without Latin letters in Ukrainian words."""
        return with_cyrillic_letters(self.label).casefold()


def read_field(raw: Any) -> PublishedField:
    """Return the field of a JSON value. Raises `ImportRowInvalid` where it is none."""
    if not isinstance(raw, Mapping):
        raise ImportRowInvalid("it is not a field")
    label, hint, options = _split_name(raw.get("name"))
    published_values = raw.get("values")
    values: list[tuple[str, str]] = []
    for value in published_values if isinstance(published_values, list) else []:
        if isinstance(value, Mapping):
            code, text = clean_line(value.get("id")), clean_line(html_to_text(clean_line(value.get("name"))))
        else:
            code = text = clean_line(value)
        if code or text:
            values.append((code or text, text))
    return PublishedField(
        id=clean_line(raw.get("id")),
        type=clean_line(raw.get("type")) or "string",
        label=label,
        hint=hint,
        options=options,
        required=_is_true(raw.get("required")),
        readonly=_is_true(raw.get("readonly")),
        values=tuple(values),
    )


def _split_name(name: Any) -> tuple[str, str, dict[str, str]]:
    """Return label, hint and options. A part of only options is options; other parts are the hint, with their `;`."""
    label, *rest = html_to_text(name if isinstance(name, str) else clean_line(name)).split(";")
    options: dict[str, str] = {}
    hints = []
    for part in rest:
        if _OPTIONS.fullmatch(part):
            pairs = (pair.partition("=") for pair in part.split(","))
            options.update({key.strip(): value.strip().strip("'\"") for key, _equals, value in pairs})
        elif clean_line(part):
            hints.append(clean_line(part))
    if not clean_line(label) and hints:
        label = hints.pop(0)
    return clean_line(label), "; ".join(hints), options


def _is_true(value: Any) -> bool:
    return value is True or clean_line(value).lower() in _YES


_LATIN_LIKE_CYRILLIC = str.maketrans("aceiopxykmthbACEIOPXYKMTHB", "асеіорхукмтнвАСЕІОРХУКМТНВ")
_WORD = re.compile(r"\w*[А-Яа-яҐґЄєІіЇї]\w*")


def with_cyrillic_letters(text: str) -> str:
    """Return the text with Ukrainian words in Cyrillic letters only: «IПН» is often typed with a Latin I."""
    return _WORD.sub(lambda word: word[0].translate(_LATIN_LIKE_CYRILLIC), text)
