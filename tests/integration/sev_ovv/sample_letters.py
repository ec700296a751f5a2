"""Letters and messages for tests: as other systems write them, and as the portal hands them to the connector."""

import datetime
import hashlib
from base64 import b64encode
from dataclasses import fields
from xml.sax.saxutils import quoteattr

from vikno.integration.connectors.base import CaseDossier, EnclosedFile, OutboundMessage, PortalIdentity
from vikno.kernel.references import application_number

OURS, THEIRS = "00000042", "00012345"
NUMBER = application_number(year=2026, serial=7)
AT = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)
PLACE = {"connection": "sev", "centre_code": "verbivka", "centre_name": "ЦНАП", "public_url": "https://c.example"}
PDF = b"%PDF-1.7 the application"

HEADER = {
    "standart": "1207",
    "version": "1.5",
    "charset": "UTF-8",
    "time": "2026-03-02T12:00:00Z",
    "msg_id": "E4E3439A-708E-47C7-9E0E-A9F38C91E770",
    "msg_acknow": "2",
    "from_org_id": "12345",
    "from_organization": "Вербівська рада",
    "from_sys_id": "office",
    "from_system": "СЕД",
    "to_org_id": OURS,
    "to_organization": "ЦНАП",
    "to_sys_id": "vikno",
    "to_system": "СЕВ",
}


def place() -> PortalIdentity:
    return PortalIdentity(**{field.name: PLACE.get(field.name, "") for field in fields(PortalIdentity)})


def attributes(told):
    return " ".join(f"{name}={quoteattr(value)}" for name, value in told.items())


def letter(inside: str, **header: str) -> bytes:
    whole = HEADER | {"msg_type": "0"} | header
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Header {attributes(whole)}>{inside}</Header>'.encode()


def ack(kind: int, *, of: str = "63FC75F4-0759-4CFD-9E78-0903537D8597", number: str = "", code="0", words="", **header):
    told = f'<RegNumber regdate="2026-03-03">{number}</RegNumber>' if number else ""
    result = f"<AckResult {attributes({'errorcode': code, 'errortext': words})}/>"
    return letter(f'<Acknowledgement msg_id="{of}" ack_type="{kind}">{told}{result}</Acknowledgement>', **header)


def transfer(content: bytes, *, name="result.pdf", key="1", kind="pdf") -> str:
    told = attributes({"type": kind, "description": name, "idnumber": key})
    return f"<DocTransfer {told}>{b64encode(content).decode()}</DocTransfer>"


def referred(number: str = NUMBER, key: str = "") -> str:
    return f'<Referred idnumber="{key}" retype="д"><RegNumber regdate="2026-03-02">{number}</RegNumber></Referred>'


def reply(
    inside="", *, kind="Результат надання послуги", refers: str | None = None, signs="", msg_type="3", **document
):
    told = attributes({"idnumber": "184", "type": "0", "kind": kind, "purpose_type": "4"} | document)
    signed = (
        f'<Expansion organization="x" exp_ver="1"><StaticExpansion>{signs}</StaticExpansion></Expansion>'
        if signs
        else ""
    )
    return letter(
        f'<Document {told}><RegNumber regdate="2026-03-05">7/16</RegNumber><Confident flag="0"/>{inside}'
        f'<Author><Organization fullname="Вербівська рада" ogrn="12345"/></Author>'
        f'<Addressee type="0">{referred() if refers is None else refers}</Addressee></Document>{signed}',
        msg_type=msg_type,
    )


def sign_info(content: bytes, over: str = "1") -> str:
    data = b64encode(content).decode()
    return f'<SignInfo docTransfer_idnumber="{over}"><SignData>{data}</SignData></SignInfo>'


def enclosure(name: str, content: bytes) -> EnclosedFile:
    digest = hashlib.sha256(content).hexdigest()
    return EnclosedFile(
        key=name, name=name, media_type="image/jpeg", size=len(content), sha256=digest, read=lambda: content
    )


def dossier(*, uid="0190-case", container: bytes | None = None, **other) -> CaseDossier:
    told = {
        "uid": uid,
        "number": NUMBER,
        "submission": 1,
        "channel": "portal",
        "submitted_at": AT,
        "due_on": datetime.date(2026, 4, 1),
        "service_code": "place",
        "service_identifier": "00034",
        "service_title": "Реєстрація місця проживання",
        "authority": "Вербівська рада",
        "centre_code": "verbivka",
        "centre_name": "ЦНАП",
        "centre_edrpou": OURS,
        "applicant": {
            "family_name": "Соколина",
            "given_name": "Дарина",
            "rnokpp": "0407699006",
            "phone": "+380670000900",
            "email": "resident@example.com",
        },
        "represented": {},
        "answers": {"street": "Лісова"},
        "make_labelled_answers": lambda: (("Вулиця", "Лісова"),),
        "enclosures": (enclosure("фото.jpg", b"photo" * 100),),
        "make_data": lambda: b'{"schema": "vikno-application-1"}\n',
        "make_pdf": lambda: PDF,
        "make_container": lambda: container,
    } | other
    known = {field.name for field in fields(CaseDossier)}
    return CaseDossier(**{name: value for name, value in told.items() if name in known})


def message(kind: str = "submitted", *, id: str = "event-1", about: CaseDossier | None = None) -> OutboundMessage:  # noqa: A002
    return OutboundMessage(id=id, name=f"application.{kind}", at=AT, payload={}, dossier=about or dossier())
