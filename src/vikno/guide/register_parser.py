"""Parser of register files: the dump of the national guide in JSON, or a table in CSV.

The dump is the response of `/api/v1/register/download/json/` of the guide: a list of `{identifier, keyword, sector{name},
owner{name}, service_provider[{name}], translations[{name, short_description_plain}]}`, whole or inside `results`. A table has a
row for each service; its columns have Ukrainian names or the names of `RegisterRecord` fields; the separator is detected.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from vikno.catalogue.models import Audience
from vikno.guide.register_record import LIST_FIELDS, RegisterRecord
from vikno.kernel.data_import import clean_line, html_to_text
from vikno.kernel.errors import Refused

MAX_FILE_BYTES = 30 * 1024 * 1024
MAX_RECORDS = 20_000
MAX_LENGTHS = {"official_id": 20, "title": 500, "summary": 500, "authority": 300, "category": 120, "keywords": 500}
MAX_TEXT_LENGTH = 20_000
MAX_LIST_LINES = 200
# The fields of the guide that hold an object with a name instead of a text.
NAMED_OBJECTS = ("owner", "sector")

# The accepted names of columns, folded. `csv_header` writes the first name.
COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "official_id": ("ідентифікатор", "код послуги", "код", "identifier", "official_id", "id"),
    "title": ("назва послуги", "назва", "name", "title"),
    "summary": ("короткий опис", "опис", "short_description_plain", "summary"),
    "authority": ("суб’єкт надання", "суб'єкт надання", "субʼєкт надання", "надавач", "owner", "authority"),
    "audience": ("для кого", "отримувач", "audience"),
    "category": ("тематика", "категорія", "sector", "category"),
    "keywords": ("ключові слова", "keyword", "keywords"),
    "who_may_apply": ("хто може звернутися", "заявники", "who_may_apply"),
    "documents": ("документи", "перелік документів", "documents"),
    "how_to_apply": ("порядок подання", "як подати", "how_to_apply"),
    "fee_text": ("плата", "вартість", "адміністративний збір", "fee_text", "fee"),
    "term_text": ("строк", "строк надання", "term_text", "term"),
    "result": ("результат", "result"),
    "refusal_grounds": ("підстави для відмови", "refusal_grounds"),
    "appeal": ("оскарження", "appeal"),
    "legal_acts": ("нормативні акти", "законодавство", "legal_acts"),
}
_FIELD_BY_COLUMN = {name: field for field, names in COLUMN_NAMES.items() for name in names}
_AUDIENCES = {
    "citizens": Audience.CITIZENS,
    "громадян": Audience.CITIZENS,
    "фізичн": Audience.CITIZENS,
    "business": Audience.BUSINESS,
    "бізнес": Audience.BUSINESS,
    "юридичн": Audience.BUSINESS,
    "підприєм": Audience.BUSINESS,
    "both": Audience.BOTH,
    "усіх": Audience.BOTH,
}


class RegisterFileUnreadable(Refused):
    """The file as a whole cannot be read: it is too large, empty, or in neither format."""


@dataclass(kw_only=True)
class ParsedRegisterFile:
    """The services of a file by identifier, and the problems with their places."""

    services: dict[str, RegisterRecord] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def parse_register_file(content: bytes, *, name: str) -> ParsedRegisterFile:
    """Return the services of a file. Raises `RegisterFileUnreadable`; an invalid row becomes a problem and stops no other."""
    if len(content) > MAX_FILE_BYTES:
        raise RegisterFileUnreadable(_("The file is too large: at most 30 MB are read."))
    text = _decode(content)
    if not text.strip():
        raise RegisterFileUnreadable(_("The file is empty."))
    looks_like_json = text.lstrip()[:1] in ("[", "{")
    rows = _json_rows(text) if looks_like_json or name.lower().endswith(".json") else _csv_rows(text)
    parsed = ParsedRegisterFile()
    for number, (position, row) in enumerate(rows, start=1):
        if number > MAX_RECORDS:
            raise RegisterFileUnreadable(_("There are more than %d services in the file.") % MAX_RECORDS)
        values = _record_values(row)
        if problem := _record_problem(values, parsed):
            parsed.problems.append(f"{position}: {problem}")
        else:
            parsed.services[values["official_id"]] = RegisterRecord(**values)
    if not parsed.services and not parsed.problems:
        raise RegisterFileUnreadable(_("The file holds no services."))
    return parsed


def csv_header() -> list[str]:
    """Return the header of a table that `parse_register_file` reads, in the order of the fields."""
    return [names[0] for names in COLUMN_NAMES.values()]


def _decode(content: bytes) -> str:
    """Decode a file in UTF-8 with or without a byte order mark, or in Windows-1251, which some spreadsheets still write."""
    for charset in ("utf-8-sig", "windows-1251"):
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    raise RegisterFileUnreadable(_("The letters of the file cannot be read. Save it in UTF-8."))


def _json_rows(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the entries of the guide as flat rows of a table; an entry of another shape is an empty row."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RegisterFileUnreadable(_("This is not valid JSON: %s") % error) from error
    rows = data
    if isinstance(data, Mapping):
        rows = next((data[key] for key in ("results", "data", "services") if isinstance(data.get(key), list)), None)
    if not isinstance(rows, list):
        raise RegisterFileUnreadable(_("The file holds no list of services."))
    for number, row in enumerate(rows, start=1):
        values: dict[str, Any] = {}
        if isinstance(row, Mapping):
            translations = row["translations"] if isinstance(row.get("translations"), list) else []
            translation = next((candidate for candidate in translations if isinstance(candidate, Mapping)), {})
            values = {**translation, **row}
            values |= {key: values[key].get("name") for key in NAMED_OBJECTS if isinstance(values.get(key), Mapping)}
        yield _("entry %d") % number, values


def _csv_rows(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    head = text.lstrip().splitlines()[0]
    separator = max(";,\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text.lstrip()), delimiter=separator, strict=True)
    names = {_field_of(name) for name in reader.fieldnames or ()}
    if not {"official_id", "title"} <= names:
        raise RegisterFileUnreadable(
            _("The table has no columns «Ідентифікатор» and «Назва послуги». Its first row must name the columns.")
        )
    try:
        for row in reader:
            yield _("row %d") % reader.line_num, row
    except csv.Error as error:
        raise RegisterFileUnreadable(
            _("The table breaks off at row %(row)d: %(error)s") % {"row": reader.line_num, "error": error}
        ) from error


def _field_of(name: Any) -> str:
    return _FIELD_BY_COLUMN.get(" ".join(str(name).casefold().split()), "")


def _record_values(row: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, raw in row.items():
        field_name = _field_of(name)
        # The first column for a field counts: «назва послуги» before «назва».
        if field_name and raw is not None and field_name not in values:
            values[field_name] = _clean_value(field_name, raw)
    if "audience" in values:
        text = values["audience"].casefold()
        audiences = {audience for word, audience in _AUDIENCES.items() if word in text}
        values["audience"] = str(audiences.pop() if len(audiences) == 1 else Audience.BOTH) if audiences else None
    return values


def _clean_value(field: str, raw: Any) -> Any:
    if field in LIST_FIELDS:
        return tuple(_lines(raw))[:MAX_LIST_LINES]
    if isinstance(raw, list):
        raw = ", ".join(
            clean_line(html_to_text(clean_line(item))) for item in raw if not isinstance(item, Mapping | list)
        )
    if field in MAX_LENGTHS:
        return clean_line(html_to_text(clean_line(raw)))
    return "\n".join(_lines(raw))[:MAX_TEXT_LENGTH]


def _lines(raw: Any) -> list[str]:
    """Return the lines of a cell, or the items of a list, without markup and leading dashes or bullets."""
    parts = raw if isinstance(raw, list) else html_to_text(str(raw), between="\n").splitlines()
    cleaned = (
        clean_line(html_to_text(clean_line(part))).lstrip("-–•· ")
        for part in parts
        if not isinstance(part, Mapping | list)
    )
    return [text for text in cleaned if text]


def _record_problem(values: Mapping[str, Any], parsed: ParsedRegisterFile) -> str:
    """Return the reason why a row is not a valid record, or an empty text."""
    for name, reason in (("official_id", _("it has no identifier")), ("title", _("it has no title"))):
        if not values.get(name):
            return reason
    if values["official_id"] in parsed.services:
        return str(_("a service with the identifier %s stands before it") % values["official_id"])
    for name, limit in MAX_LENGTHS.items():
        if len(values.get(name) or "") > limit:
            return _("“%(name)s” is longer than %(most)d characters") % {"name": COLUMN_NAMES[name][0], "most": limit}
    return ""
