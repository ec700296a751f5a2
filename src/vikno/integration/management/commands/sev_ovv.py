"""Print the meaning of a message of order 1207. Exit codes: 0 read, 1 no such message or unreadable."""

import datetime
import enum
import json
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from vikno.integration.connectors.base import CaseUpdate
from vikno.integration.connectors.sev_ovv import inbound, mapping
from vikno.integration.connectors.sev_ovv.letters import BusLetter, LetterNumber, LetterParty
from vikno.kernel.errors import Rejected

_NAMES = {"sender": "from", "recipient": "to"}


class Command(BaseCommand):
    help = "Read a message of СЕВ ОВВ (order 1207): from whom, what of, its files, and what it changes in a case here."
    # The command needs only the file.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["read"])
        parser.add_argument("file", type=Path, help="The XML of one message")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as stream:
                letter = inbound.read_letter(stream)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from None
        except Rejected as error:
            raise CommandError(str(error)) from None
        description = describe_letter(letter)
        if options["format"] == "json":
            self.stdout.write(json.dumps(description, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(letter, description)))


def describe_letter(letter: BusLetter) -> dict[str, Any]:
    """Return the letter and its updates as JSON values. `for_a_person` is the reason why a person must look at it."""
    updates: list[CaseUpdate] = []
    why = ""
    try:
        updates = mapping.updates_of(letter)
    except Rejected as error:
        why = str(error)
    description: dict[str, Any] = {_NAMES.get(name, name): value for name, value in _plain(letter).items()}
    description["files"] = [_plain(file) | {"signed": file in letter.signed_files} for file in letter.files]
    return description | {"updates": [_plain(update) for update in updates], "for_a_person": why}


def _plain(value: Any) -> Any:
    """Return dataclasses as objects, codes with their names, dates in ISO 8601; of an update only the fields that are set."""
    if isinstance(value, CaseUpdate):
        return {name: _plain(field) for name, field in vars(value).items() if field}
    if isinstance(value, enum.IntEnum):
        return {"code": value.value, "name": value.name.lower()}
    if isinstance(value, datetime.date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(field) for name, field in vars(value).items()}
    return [_plain(element) for element in value] if isinstance(value, tuple | list) else value


def _lines(letter: BusLetter, description: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a letter for people."""
    yield f"{letter.type.name.lower()} ({letter.type.value}) {letter.msg_id} of {description['at'] or 'unknown time'}"
    yield f"from: {_party(letter.sender)}"
    yield f"to: {_party(letter.recipient)}"
    if letter.document:
        document = letter.document
        yield f"document: {document.kind} «{document.title}» {_number(document.number)}".rstrip()
        yield from (f"author: {author.name} {author.code}".rstrip() for author in document.authors)
        if document.annotation:
            yield f"about: {document.annotation}"
    if letter.acknowledgement:
        ack = letter.acknowledgement
        yield f"acknowledges: {ack.msg_id}: {ack.type.name.lower()} ({ack.type.value}) {_number(ack.number)} {ack.words}".rstrip()
    yield from (f"refers to: {_number(number)} {number.id}".rstrip() for number in letter.referred)
    for file in letter.files:
        mark = " signed" if file in letter.signed_files else ""
        yield f"file: {file.name} {file.size} bytes sha256 {file.sha256}{mark}"
    yield from (f"means: {json.dumps(update, ensure_ascii=False)}" for update in description["updates"])
    if description["for_a_person"]:
        yield f"for a person: {description['for_a_person']}"


def _party(party: LetterParty) -> str:
    return " ".join(filter(None, (party.edrpou, party.organization, party.system)))


def _number(number: LetterNumber | None) -> str:
    if number is None or not number.number:
        return ""
    return f"№ {number.number} of {number.on}" if number.on else f"№ {number.number}"
