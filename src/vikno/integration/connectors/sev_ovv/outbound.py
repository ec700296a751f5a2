"""Writing of our messages as XML of order 1207, straight into a file: one enclosure at a time is in memory."""

import base64
import datetime
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from django.utils.timezone import localdate
from lxml import etree

from vikno.integration.connectors.base import CaseDossier, OutboundMessage
from vikno.integration.connectors.sev_ovv.letters import (
    STANDARD,
    VERSION,
    AckPolicy,
    AckType,
    LetterParty,
    MessageType,
    case_guid_of,
    guid_of,
    pad_code,
)

CHUNK_BYTES = 57 * 1024
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Codes of the order: an appeal of a citizen, for execution; «м» a mobile phone, «і» an address on the internet.
APPEAL, FOR_EXECUTION, MOBILE, INTERNET = "2", "3", "м", "і"


@dataclass(frozen=True, kw_only=True)
class LetterHeader:
    """The header of a message."""

    type: MessageType
    msg_id: str
    at: datetime.datetime
    sender: LetterParty
    recipient: LetterParty
    acknow: AckPolicy = AckPolicy.ALWAYS

    def attributes(self) -> dict[str, str]:
        at = self.at.astimezone(datetime.UTC)
        return {
            "standart": STANDARD,
            "version": VERSION,
            "charset": "UTF-8",
            "time": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "msg_type": str(self.type.value),
            "msg_id": self.msg_id,
            "msg_acknow": str(self.acknow.value),
            **_side("from", self.sender),
            **_side("to", self.recipient),
        }


def _side(side: str, party: LetterParty) -> dict[str, str]:
    return {
        f"{side}_org_id": party.edrpou,
        f"{side}_organization": party.organization,
        f"{side}_sys_id": party.system_id,
        f"{side}_system": party.system,
    }


@dataclass(frozen=True, kw_only=True)
class LetterPart:
    """A file of a letter, whose bytes are read when it is written."""

    name: str
    read: Callable[[], bytes]


class DigestWriter:
    """A file for writing that counts and digests its bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest, self.size = file, hashlib.sha256(), 0

    def write(self, octets: bytes) -> int:
        self._digest.update(octets)
        self.size += len(octets)
        return self._file.write(octets)

    @property
    def sha256(self) -> str:
        """The digest as the bus writes it: in capital letters."""
        return self._digest.hexdigest().upper()


def header_of(message: OutboundMessage, sender: LetterParty, recipient: LetterParty) -> LetterHeader:
    """Return the header of a message: an application is a document, later messages are additions to it."""
    kind = MessageType.DOCUMENT if message.kind == "submitted" else MessageType.ADDITION
    msg_id = guid_of(message.dossier.uid, message.id)
    return LetterHeader(type=kind, msg_id=msg_id, at=message.at, sender=sender, recipient=recipient)


def write_document(file: BinaryIO, message: OutboundMessage, header: LetterHeader) -> DigestWriter:
    """Write a message about a case; return its size and digest."""
    out = DigestWriter(file)
    dossier = message.dossier
    number = {"regdate": f"{localdate(dossier.submitted_at):%Y-%m-%d}"}
    with _open_root(out, header) as xml, xml.element("Document", _clean(_document_attributes(message, header))):
        _write_text(xml, "RegNumber", dossier.number, number)
        _write_empty(xml, "Confident", {"flag": "0"})
        for key, part in enumerate(letter_parts(message), start=1):
            _write_file(xml, str(key), part)
        with xml.element("Author"):
            _write_author(xml, dossier)
            with xml.element("OutNumber"):
                _write_text(xml, "RegNumber", dossier.number, number)
        with xml.element("Addressee", {"type": "0"}):
            _write_organization(xml, header.recipient)
            if header.type is MessageType.ADDITION:
                with xml.element("Referred", {"idnumber": case_guid_of(header.msg_id), "retype": "д"}):
                    _write_text(xml, "RegNumber", dossier.number, number)
        with xml.element("Writer"):
            _write_organization(xml, header.sender)
    return out


def write_acknowledgement(file: BinaryIO, header: LetterHeader, *, msg_id: str, type: AckType) -> DigestWriter:  # noqa: A002
    """Write an acknowledgement of a message of the other side; return its size and digest."""
    out = DigestWriter(file)
    with (
        _open_root(out, header) as xml,
        xml.element("Acknowledgement", {"msg_id": msg_id, "ack_type": str(type.value)}),
    ):
        _write_empty(xml, "AckResult", {"errorcode": "0", "errortext": ""})
    return out


@contextmanager
def _open_root(out: DigestWriter, header: LetterHeader) -> Iterator[Any]:
    with etree.xmlfile(out, encoding="utf-8", close=False) as xml:
        xml.write_declaration()
        with xml.element("Header", _clean(header.attributes())):
            yield xml


def _document_attributes(message: OutboundMessage, header: LetterHeader) -> dict[str, str]:
    dossier = message.dossier
    kinds = {"submitted": "Заява", "resubmitted": "Доповнення до заяви", "withdrawn": "Відкликання заяви"}
    subject = f"{kinds[message.kind]} № {dossier.number}"
    code = f" ({dossier.service_identifier})" if dossier.service_identifier else ""
    return {
        "idnumber": case_guid_of(header.msg_id),
        "type": APPEAL,
        "kind": kinds[message.kind],
        "title": dossier.service_title,
        "annotation": f"{subject}: {dossier.service_title}{code}",
        "collection": "0",
        "purpose_type": FOR_EXECUTION,
        "urgent": "0",
    }


def letter_parts(message: OutboundMessage) -> Iterator[LetterPart]:
    """Yield the files of a letter: the application for people and for machines, the enclosures, and the signed container."""
    dossier = message.dossier
    if message.kind == "withdrawn":
        words = f"Заявник відкликав заяву № {dossier.number} від {localdate(dossier.submitted_at):%d.%m.%Y}."
        yield LetterPart(name="withdrawal.txt", read=words.encode)
        return
    yield LetterPart(name="application.pdf", read=lambda: dossier.pdf)
    yield LetterPart(name="application.json", read=lambda: dossier.data)
    for enclosure in dossier.enclosures:
        yield LetterPart(name=enclosure.name, read=enclosure.read)
    if (container := dossier.container) is not None:
        yield LetterPart(name="application.asice", read=lambda: container)


def _write_file(xml: Any, key: str, part: LetterPart) -> None:
    ending = PurePath(part.name).suffix.lstrip(".").lower() or "bin"
    with xml.element("DocTransfer", _clean({"type": ending, "description": part.name, "idnumber": key})):
        content = part.read()
        for start in range(0, len(content), CHUNK_BYTES):
            xml.write(base64.b64encode(content[start : start + CHUNK_BYTES]).decode())


def _write_author(xml: Any, dossier: CaseDossier) -> None:
    """Write the applicant: the organisation that is represented, or the person."""
    edrpou = str(dossier.represented.get("edrpou", ""))
    if edrpou.isdecimal():
        name = str(dossier.represented.get("name", ""))
        whole = _clean({"fullname": name, "ogrn": pad_code(edrpou, 8)})
        with xml.element("Organization", whole), xml.element("OfficialPerson"):
            _write_person(xml, dossier.applicant)
    else:
        rnokpp = str(dossier.applicant.get("rnokpp", ""))
        with xml.element("PrivatePerson", {"inn": pad_code(rnokpp, 10)} if rnokpp.isdecimal() else {}):
            _write_person(xml, dossier.applicant)


def _write_person(xml: Any, applicant: Mapping[str, Any]) -> None:
    names = {"secname": "family_name", "firstname": "given_name", "fathersname": "patronymic"}
    _write_empty(xml, "Name", {name: str(applicant[key]) for name, key in names.items() if applicant.get(key)})
    for kind, key in ((MOBILE, "phone"), (INTERNET, "email")):
        if contact := applicant.get(key):
            _write_text(xml, "Econtact", str(contact), {"type": kind})


def _write_organization(xml: Any, party: LetterParty) -> None:
    if party.edrpou.isdecimal():
        _write_empty(xml, "Organization", {"fullname": party.organization, "ogrn": party.edrpou})


def _write_empty(xml: Any, name: str, attributes: Mapping[str, str]) -> None:
    with xml.element(name, _clean(attributes)):
        pass


def _write_text(xml: Any, name: str, text: str, attributes: Mapping[str, str]) -> None:
    with xml.element(name, _clean(attributes)):
        xml.write(_legal_text(text))


def _clean(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: _legal_text(value) for name, value in attributes.items()}


def _legal_text(text: str) -> str:
    """Return the text without characters that XML cannot hold: control characters, lone surrogates."""
    return _ILLEGAL.sub("", text)
