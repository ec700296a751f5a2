"""Import of centres from a CSV file with any separator and with the usual errors of such files.

Columns are recognised by name: `name`, `CNAP Name(2)`. A row with too many columns has a separator in its address or hours; the
cells are joined again if their place is certain. Hours in words become rows if they can be parsed without a guess
(`hours_parser`); otherwise they stay text, and the report quotes the part that was not understood.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
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

MAX_NAME = 250
MAX_ADDRESS = 300
MAX_PHONES = 200
MAX_SOURCE_ID = 80

# The names of columns, in lower case without brackets and marks.
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
_REQUIRED_COLUMNS = ("id", "name", "address")
_DAYS = re.compile(
    r"понеділ|вівтор|серед[аиу]\b|четвер|п.?ятниц|субот|неділ|вихідн|\b(?:пн|вт|ср|чт|пт|сб|нд)\b", re.IGNORECASE
)
_PHONE = re.compile(r"тел\b|телефон", re.IGNORECASE)


def import_centres(text: str, *, source: str, at: datetime) -> ImportReport:
    """Import each centre and report what was lost. `source` names the file if its rows do not."""
    report = ImportReport()
    seen: set[str] = set()
    for number, row in _rows(text):
        where = f"row {number}"
        if row.get("id"):
            where = f"{row.get('source') or source}:{clean_line(row['id'])}"
        report.import_row(where, partial(_import_centre, row, source=source, seen=seen, at=at))
    return report


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows with their numbers in the file, by column. Raises `ImportFileInvalid` without the required columns."""
    lines = re.split(r"\r\n|\r|\n", text)
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise ImportFileInvalid("The file is empty.")
    separator = max(";,\t", key=lambda mark: len(list(filter(None, _columns(lines[start], mark)))))
    columns = _columns(lines[start], separator)
    if any(name not in columns for name in _REQUIRED_COLUMNS):
        raise ImportFileInvalid(
            "This is no list of centres: its first line does not name the columns id, name and address."
        )
    position = start + 1
    while position < len(lines):
        line_count, cells = _first_record(lines[position:], separator, len(columns))
        if any(cell.strip() for cell in cells):
            yield position + 1, _by_column(columns, cells)
        position += line_count


def _columns(header: str, separator: str) -> list[str]:
    names = (re.sub(r"\(.*?\)|[#\"]", "", name).strip().casefold() for name in header.split(separator))
    return [_COLUMNS.get(name, "") for name in names]


def _first_record(lines: list[str], separator: str, count: int) -> tuple[int, list[str]]:
    """Return the number of lines of the first record, and its cells. An unclosed quote does not consume the rows after it."""
    for line_count in range(1, min(len(lines), 20) + 1):
        text = "\n".join(lines[:line_count])
        try:
            records = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
        except csv.Error:
            continue
        cells = records[0] if records else []
        if len(records) <= 1 and (line_count == 1 or len(cells) == count):
            return line_count, cells
    return 1, lines[0].split(separator)


def _by_column(columns: list[str], cells: list[str]) -> dict[str, str]:
    """Return the cells by column.

    In a row with too many, the cells that belong together are joined: the hours begin with the first cell that names days.
    """
    extra = len(cells) - len(columns)
    while extra > 0 and not cells[-1].strip():
        cells, extra = cells[:-1], extra - 1
    if extra <= 0:
        return {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    position = columns.index("hours") if "hours" in columns else 0
    delay = next((n for n in range(extra + 1) if _names_days(cells[position + n])), None)
    if not position or delay is None or columns[position - 1] != "address":
        return {"id": cells[columns.index("id")], "torn": "its columns are shifted, and it is not certain how"}
    cells = _join_cells(cells, columns.index("address"), delay)
    extra_hours = 0
    while extra_hours < extra - delay and _names_days(cells[position + extra_hours + 1]):
        extra_hours += 1
    cells = _join_cells(cells, position, extra_hours)
    # The remaining cells belong to the last column.
    cells = _join_cells(cells, len(columns) - 1, extra - delay - extra_hours)
    row = {name: cell for name, cell in zip(columns, cells, strict=True) if name}
    return {**row, "mended": "it has more columns than the first line: its address, hours or phones were put together"}


def _names_days(cell: str) -> bool:
    return bool(_DAYS.search(cell)) and not _PHONE.search(cell)


def _join_cells(cells: list[str], position: int, extra: int) -> list[str]:
    return [*cells[:position], "; ".join(cells[position : position + extra + 1]), *cells[position + extra + 1 :]]


def _import_centre(row: Mapping[str, str], *, source: str, seen: set[str], at: datetime) -> tuple[str, list[str]]:
    if "torn" in row:
        raise ImportRowInvalid(row["torn"])
    lost = [row["mended"]] if "mended" in row else []
    own_id = clean_line(row.get("id"))
    if not own_id:
        raise ImportRowInvalid("it has no id")
    source_id = f"{clean_line(row.get('source')) or source}:{own_id}"
    if len(source_id) > MAX_SOURCE_ID:
        raise ImportRowInvalid("its id is too long")
    if source_id in seen:
        raise ImportRowInvalid("a centre with this id stands before it in the file")
    seen.add(source_id)
    phones = row.get("phones", "")
    if _names_days(phones):
        lost.append("its hours stood in two columns and were put together")
        row = {**row, "hours": f"{row.get('hours', '')}; {phones}", "phones": ""}
    imported = _parse_centre(row, lost)
    code = re.sub(r"[^a-z0-9]+", "-", transliterate(source_id)).strip("-") or "centre"
    _centre, outcome = upsert_centre(source_id=source_id, code=code, imported=imported, at=at)
    return outcome, lost


def _parse_centre(row: Mapping[str, str], lost: list[str]) -> ImportedCentre:
    name = clean_line(html_to_text(row.get("name", "")))
    address = clean_line(html_to_text(row.get("address", "")))
    if not name or not address:
        raise ImportRowInvalid("it has no name" if not name else "it has no address")
    phones_text = clean_line(html_to_text(row.get("phones", "")))
    phones = re.sub(r"^(?:телефони?|тел)\.?(?: для довідок)?\s*:?\s*", "", phones_text, flags=re.IGNORECASE)
    if phones_text and not re.search(r"\d", phones):
        lost.append(f"it has no phone: “{phones_text}”")
        phones = ""
    email = clean_line(row.get("email"))
    try:
        validate_email(email or "none@example.com")
    except ValidationError:
        lost.append(f"its e-mail is no address: “{email}”")
        email = ""
    phones = truncate(phones, MAX_PHONES, what="phones", lost=lost)
    hours_text, hours = _parse_hours(row, lost)
    return ImportedCentre(
        name=truncate(name, MAX_NAME, what="name", lost=lost),
        address=truncate(address, MAX_ADDRESS, what="address", lost=lost),
        phones=phones,
        email=email if "email" in row else None,
        hours_text=hours_text,
        hours=hours,
    )


def _parse_hours(row: Mapping[str, str], lost: list[str]) -> tuple[str, tuple[WeekdayOpening, ...]]:
    """Return the hours as rows, or as text if they cannot be parsed."""
    text, breaks = clean_hours_text(row.get("hours", "")), clean_hours_text(row.get("break", ""))
    if not text:
        lost.append("it has no hours")
        return breaks, ()
    try:
        return "", tuple(sorted(parse_hours(text, breaks)))
    except HoursNotUnderstood as error:
        lost.append(f"its hours are kept as text, not understood: {error}")
        return " | ".join(filter(None, [text, breaks])), ()
