"""Say what a message of order 1207 means. Exit codes: 0 it was read, 1 it is no such message or cannot be read."""

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
    # It needs nothing but the file that is named.
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
        told = describe_letter(letter)
        if options["format"] == "json":
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(letter, told)))


def describe_letter(letter: BusLetter) -> dict[str, Any]:
    """Return the letter and what it means, in values that JSON has. `for_a_person` says why a person must look at it."""
    updates: list[CaseUpdate] = []
    why = ""
    try:
        updates = mapping.updates_of(letter)
    except Rejected as error:
        why = str(error)
    told: dict[str, Any] = {_NAMES.get(name, name): value for name, value in _plain(letter).items()}
    told["files"] = [_plain(one) | {"signed": one in letter.signed_files} for one in letter.files]
    return told | {"updates": [_plain(one) for one in updates], "for_a_person": why}


def _plain(value: Any) -> Any:
    """Return dataclasses as objects, codes with their names, dates in ISO 8601; of an update only what it says."""
    if isinstance(value, CaseUpdate):
        return {name: _plain(told) for name, told in vars(value).items() if told}
    if isinstance(value, enum.IntEnum):
        return {"code": value.value, "name": value.name.lower()}
    if isinstance(value, datetime.date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(told) for name, told in vars(value).items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def _lines(letter: BusLetter, told: dict[str, Any]) -> Iterator[str]:
    """Yield the letter as it is read by people."""
    yield f"{letter.type.name.lower()} ({letter.type.value}) {letter.msg_id} of {told['at'] or 'unknown time'}"
    yield f"from: {_party(letter.sender)}"
    yield f"to: {_party(letter.recipient)}"
    if letter.document:
        document = letter.document
        yield f"document: {document.kind} «{document.title}» {_number(document.number)}".rstrip()
        yield from (f"author: {one.name} {one.code}".rstrip() for one in document.authors)
        if document.annotation:
            yield f"about: {document.annotation}"
    if letter.acknowledgement:
        ack = letter.acknowledgement
        yield f"acknowledges: {ack.msg_id}: {ack.type.name.lower()} ({ack.type.value}) {_number(ack.number)} {ack.words}".rstrip()
    yield from (f"refers to: {_number(one)} {one.id}".rstrip() for one in letter.referred)
    for file in letter.files:
        mark = " signed" if file in letter.signed_files else ""
        yield f"file: {file.name} {file.size} bytes sha256 {file.sha256}{mark}"
    yield from (f"means: {json.dumps(one, ensure_ascii=False)}" for one in told["updates"])
    if told["for_a_person"]:
        yield f"for a person: {told['for_a_person']}"


def _party(party: LetterParty) -> str:
    return " ".join(filter(None, (party.edrpou, party.organization, party.system)))


def _number(number: LetterNumber | None) -> str:
    if number is None or not number.number:
        return ""
    return f"№ {number.number} of {number.on}" if number.on else f"№ {number.number}"
