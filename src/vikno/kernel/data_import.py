"""Imports from files: the reading of a file, the outcome of each row, and a report of the values that were lost."""

import html
import json
import re
from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import DatabaseError, transaction
from django.utils import timezone

from vikno.kernel.errors import Refused

# The outcome of a row.
CREATED, UPDATED, UNCHANGED, SKIPPED = "created", "updated", "unchanged", "skipped"


class ImportFileInvalid(Exception):
    """The file as a whole cannot be imported: it does not exist, is unreadable, or is not of this kind."""


class ImportRowInvalid(Exception):
    """A row cannot be imported; the message says why."""


@dataclass(frozen=True)
class ImportProblem:
    """A value that could not be imported, with its place in the file."""

    where: str
    reason: str


@dataclass(kw_only=True)
class ImportReport:
    """The outcome of importing the rows of a file."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    problems: list[ImportProblem] = field(default_factory=list)

    def import_row(self, where: str, import_one: Callable[[], tuple[str, Iterable[str]]]) -> None:
        """Import a row, completely or not at all, and count its outcome.

        `import_one` returns the outcome and the values that were lost. A row that it refuses does not stop the other rows.
        """
        self.read += 1
        try:
            with transaction.atomic():
                outcome, lost = import_one()
        except ValidationError as error:
            messages = error.messages
            if hasattr(error, "error_dict"):
                messages = [f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
            outcome, lost = SKIPPED, [" ".join(messages)]
        except (ImportRowInvalid, Refused, DatabaseError) as error:
            outcome, lost = SKIPPED, [str(error)]
        setattr(self, outcome, getattr(self, outcome) + 1)
        self.problems += [ImportProblem(where, reason) for reason in lost]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark. Raises `ImportFileInvalid`."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportFileInvalid(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise ImportFileInvalid(f"{path} is not in UTF-8 (byte {error.start}). Save it in UTF-8.") from error


def read_rows(path: Path, *, of: str, having: str) -> list[Any]:
    """Return the list that a JSON file holds, some entry of which has the key `having`. Raises `ImportFileInvalid`."""
    try:
        rows = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise ImportFileInvalid(f"{path} is not JSON: {error}.") from error
    if not isinstance(rows, list):
        raise ImportFileInvalid(f"{path} is not a list of {of}.")
    if rows and not any(isinstance(row, dict) and having in row for row in rows):
        raise ImportFileInvalid(f"{path} is not a list of {of}: no entry has “{having}”.")
    return rows


_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


def clean_line(value: Any) -> str:
    """Return a text or a number as one line of visible text; for anything else an empty text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(_UNSEEN.sub("", str(value)).split())


_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/tr)\s*/?\s*>", re.IGNORECASE)
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>", re.DOTALL)


def html_to_text(text: str, *, between: str = " ") -> str:
    """Return HTML as plain text, which pages escape. `between` replaces each tag that breaks the line."""
    return html.unescape(_TAG.sub("", _BREAK.sub(between, text)))


_LATIN = str.maketrans(dict(zip("абвгґдезиіїйклмнопрстуф", "abvhgdezyiiiklmnoprstuf", strict=True))) | str.maketrans(
    {"є": "ie", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia"}
)


def transliterate(text: str) -> str:
    """Return Ukrainian words in lower-case Latin letters, much as passports write them; for codes."""
    return text.lower().replace("зг", "zgh").translate(_LATIN)


def truncate(text: str, most: int, *, what: str, lost: list[str]) -> str:
    """Return the text, cut to `most` characters. Adds a note to `lost` if the text was cut."""
    if len(text) <= most:
        return text
    lost.append(f"{what} was cut: {len(text)} characters, and there is room for {most}")
    return f"{text[: most - 1].rstrip()}…"


class ImportCommand(BaseCommand):
    """A command that imports a file and reports the outcome: in words, or as JSON only."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and do nothing.")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    @abstractmethod
    def import_file(self, path: Path, *, at: datetime) -> ImportReport: ...

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        try:
            if options["dry_run"]:
                with transaction.atomic():
                    report = self.import_file(options["file"], at=at)
                    transaction.set_rollback(True)
            else:
                report = self.import_file(options["file"], at=at)
        except ImportFileInvalid as error:
            raise CommandError(str(error)) from error
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        else:
            for problem in report.problems:
                self.stdout.write(f"{problem.where}: {problem.reason}")
            counts = (CREATED, UPDATED, UNCHANGED, SKIPPED)
            summary = ", ".join(f"{getattr(report, name)} {name}" for name in counts)
            self.stdout.write(f"{report.read} read: {summary}; {len(report.problems)} problems.")
