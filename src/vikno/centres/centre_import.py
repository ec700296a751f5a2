"""Bringing in centres from a CSV file, whatever its separator and with the faults such files have.

The columns are known by their names: `name`, `CNAP Name(2)`. A row with too many columns has a separator in its address or in its
hours; it is put together again where the place is certain. Hours in words become rows where they can be understood without a
guess (`hours_text`); otherwise they are kept as words, and the report says what was not understood.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from vikno.centres.hours_parser import HoursNotUnderstood, WeekdayOpening, clean_hours_text, parse_hours
from vikno.centres.operations import ImportedCentre, upsert_centre
from vikno.kernel.data_import import (
    ImportFileInvalid,
    ImportReport,
    ImportRowInvalid,
    clean_line,
    html_to_text,
    transliterate,
    truncate,
)

NAME_MOST, ADDRESS_MOST, PHONES_MOST, SOURCE_MOST = 250, 300, 200, 80

# What the columns are called, without brackets, marks and case.
_COLUMNS = {
    "src": "source",
    "source": "source",
    "id": "id",
    "sid": "id",
    "name": "name",
    "cnap name": "name",
    "address": "address",
    "cnap address": "address",
    "hours": "hours",
    "worktime": "hours",
    "brk": "break",
    "break": "break",
    "phone": "phones",
    "mail": "email",
    "email": "email",
}
_NEEDED = ("id", "name", "address")
_DAYS = re.compile(
    r"понеділ|вівтор|серед[аиу]\b|четвер|п.?ятниц|субот|неділ|вихідн|\b(?:пн|вт|ср|чт|пт|сб|нд)\b", re.IGNORECASE
)
_PHONE = re.compile(r"тел\b|телефон", re.IGNORECASE)


def import_centres(text: str, *, source: str, at: datetime) -> ImportReport:
    """Bring in each centre; say what could not be kept. `source` names the file where its rows do not."""
    report = ImportReport()
    seen: set[str] = set()
    for number, cells in _rows(text):
        where = f"row {number}"
        if isinstance(cells, Mapping) and cells.get("id"):
            where = f"{cells.get('source') or source}:{clean_line(cells['id'])}"
        report.import_row(where, partial(_bring_in, cells, source=source, seen=seen, at=at))
    return report


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows by their numbers in the file, as columns. Raises `NotThatFile` when it has no such columns."""
    lines = re.split(r"\r\n|\r|\n", text)
    start = next((number for number, one in enumerate(lines) if one.strip()), None)
    if start is None:
        raise ImportFileInvalid("The file is empty.")
    separator = max(";,\t", key=lambda mark: len(_named(lines[start], mark)))
    columns = _columns(lines[start], separator)
    if any(name not in columns for name in _NEEDED):
        raise ImportFileInvalid(
            "This is no list of centres: its first line does not name the columns id, name and address."
        )
    for number, cells in _records(lines[start + 1 :], separator, len(columns)):
        yield start + 1 + number, _by_column(columns, cells)


def _columns(header: str, separator: str) -> list[str]:
    names = (re.sub(r"\(.*?\)|[#\"]", "", name).strip().casefold() for name in header.split(separator))
    return [_COLUMNS.get(name, "") for name in names]


def _named(header: str, separator: str) -> list[str]:
    return [name for name in _columns(header, separator) if name]


def _records(lines: list[str], separator: str, count: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the records with their line numbers. A quote that is never closed does not swallow the rows after it."""
    number = 0
    while number < len(lines):
        taken, cells = _record(lines[number:], separator, count)
        if any(cell.strip() for cell in cells):
            yield number + 1, cells
        number += taken


def _record(lines: list[str], separator: str, count: int) -> tuple[int, list[str]]:
    """Return how many lines the first record takes, and its cells."""
    for taken in range(1, min(len(lines), 20) + 1):
        cells = _parsed("\n".join(lines[:taken]), separator)
        if cells is not None and (taken == 1 or len(cells) == count):
            return taken, cells
    return 1, lines[0].split(separator)


def _parsed(text: str, separator: str) -> list[str] | None:
    try:
        records = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else [] if not records else None


def _by_column(columns: list[str], cells: list[str]) -> dict[str, str]:
    """Return the cells by column; of a row with too many, those that belong together joined."""
    row = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    extra = len(cells) - len(columns)
    while cells and extra > 0 and not cells[-1].strip():
        cells, extra = cells[:-1], extra - 1
    if extra > 0:
        row = _joined(columns, cells, extra)
    return row


def _joined(columns: list[str], cells: list[str], extra: int) -> dict[str, str]:
    """Put together the columns that were torn: the hours begin with the first cell that names days."""
    place = columns.index("hours") if "hours" in columns else 0
    late = next((n for n in range(extra + 1) if _names_days(cells[place + n])), None)
    if not place or late is None or columns[place - 1] != "address":
        return {"id": cells[columns.index("id")], "torn": "its columns are shifted, and it is not certain how"}
    cells = _glued(cells, columns.index("address"), late)
    more = 0
    while more < extra - late and _names_days(cells[place + more + 1]):
        more += 1
    cells = _glued(cells, place, more)
    # What is left over belongs to the last column.
    cells = _glued(cells, len(columns) - 1, extra - late - more)
    row = {name: cell for name, cell in zip(columns, cells, strict=True) if name}
    return {**row, "mended": "it has more columns than the first line: its address, hours or phones were put together"}


def _names_days(cell: str) -> bool:
    return bool(_DAYS.search(cell)) and not _PHONE.search(cell)


def _glued(cells: list[str], place: int, more: int) -> list[str]:
    return [*cells[:place], "; ".join(cells[place : place + more + 1]), *cells[place + more + 1 :]]


@dataclass(frozen=True, kw_only=True)
class _ImportedContacts:
    phones: str
    email: str | None


def _bring_in(row: Mapping[str, str], *, source: str, seen: set[str], at: datetime) -> tuple[str, list[str]]:
    if "torn" in row:
        raise ImportRowInvalid(row["torn"])
    lost = [row["mended"]] if "mended" in row else []
    own_id = clean_line(row.get("id"))
    if not own_id:
        raise ImportRowInvalid("it has no id")
    source_id = f"{clean_line(row.get('source')) or source}:{own_id}"
    if len(source_id) > SOURCE_MOST:
        raise ImportRowInvalid("its id is too long")
    if source_id in seen:
        raise ImportRowInvalid("a centre with this id stands before it in the file")
    seen.add(source_id)
    given = _given(_with_whole_hours(row, lost), lost)
    _centre, outcome = upsert_centre(source_id=source_id, code=_code(source_id), given=given, at=at)
    return outcome, lost


def _code(source_id: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", transliterate(source_id)).strip("-") or "centre"


def _with_whole_hours(row: Mapping[str, str], lost: list[str]) -> Mapping[str, str]:
    """Return the row with hours that had slipped into the column of the phones put back."""
    phones = row.get("phones", "")
    if not _names_days(phones):
        return row
    lost.append("its hours stood in two columns and were put together")
    return {**row, "hours": f"{row.get('hours', '')}; {phones}", "phones": ""}


def _given(row: Mapping[str, str], lost: list[str]) -> ImportedCentre:
    name = clean_line(html_to_text(row.get("name", "")))
    address = clean_line(html_to_text(row.get("address", "")))
    if not name or not address:
        raise ImportRowInvalid("it has no name" if not name else "it has no address")
    contacts = _contacts(row, lost)
    text, hours = _hours(row, lost)
    return ImportedCentre(
        name=truncate(name, NAME_MOST, what="name", lost=lost),
        address=truncate(address, ADDRESS_MOST, what="address", lost=lost),
        phones=contacts.phones,
        email=contacts.email,
        hours_text=text,
        hours=hours,
    )


def _contacts(row: Mapping[str, str], lost: list[str]) -> _ImportedContacts:
    said = clean_line(html_to_text(row.get("phones", "")))
    phones = re.sub(r"^(?:телефони?|тел)\.?(?: для довідок)?\s*:?\s*", "", said, flags=re.IGNORECASE)
    if said and not re.search(r"\d", phones):
        lost.append(f"it has no phone: “{said}”")
        phones = ""
    email = clean_line(row.get("email"))
    try:
        validate_email(email or "none@example.com")
    except ValidationError:
        lost.append(f"its e-mail is no address: “{email}”")
        email = ""
    known = email if "email" in row else None
    return _ImportedContacts(phones=truncate(phones, PHONES_MOST, what="phones", lost=lost), email=known)


def _hours(row: Mapping[str, str], lost: list[str]) -> tuple[str, tuple[WeekdayOpening, ...]]:
    """Return the hours as words that could not be read, or as rows."""
    text, breaks = clean_hours_text(row.get("hours", "")), clean_hours_text(row.get("break", ""))
    if not text:
        lost.append("it has no hours")
        return breaks, ()
    try:
        return "", tuple(sorted(parse_hours(text, breaks)))
    except HoursNotUnderstood as error:
        lost.append(f"its hours are kept as text, not understood: {error}")
        return " | ".join(filter(None, [text, breaks])), ()
