import datetime
import hashlib
import io
import os
import tracemalloc
from pathlib import Path

import pytest
from lxml import etree

from tests.integration.sev_ovv import sample_letters
from vikno.integration.connectors.sev_ovv import inbound, outbound, xml_tree
from vikno.integration.connectors.sev_ovv.letters import AckType, LetterParty, MessageType

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("VIKNO_DATA") or ROOT.parent / "shared" / "data") / "sev-ovv"
theirs = pytest.mark.skipif(
    not DATA.exists(), reason="no files of the bus here: name the folder of the data in VIKNO_DATA"
)

US = LetterParty(edrpou=sample_letters.OURS, organization="ЦНАП «Верба»", system_id="vikno", system="Vikno")
THEM = LetterParty(edrpou=sample_letters.THEIRS, organization="Рада", system_id="СЕВ", system="СЕВ")
LEGAL = {"kind": "legal", "name": "ТОВ «Лоза»", "edrpou": "17"}


def written(kind="submitted", **about):
    out = io.BytesIO()
    message = sample_letters.message(kind, about=sample_letters.dossier(**about))
    measured = outbound.write_document(out, message, outbound.header_of(message, US, THEM))
    return out, measured


def acknowledged():
    out = io.BytesIO()
    header = outbound.LetterHeader(
        type=MessageType.NOTIFICATION, msg_id="1", at=sample_letters.AT, sender=US, recipient=THEM
    )
    return out, outbound.write_acknowledgement(out, header, msg_id="2", type=AckType.DELIVERED)


def read(out):
    out.seek(0)
    return inbound.read_letter(out)


def test_what_is_written_is_read_again():
    out, measured = written()

    letter = read(out)
    assert (letter.type, letter.sender.edrpou, letter.recipient.edrpou) == (
        MessageType.DOCUMENT,
        "00000042",
        "00012345",
    )
    assert (letter.at, letter.document.number.number) == (sample_letters.AT, sample_letters.NUMBER)
    assert letter.document.authors[0] == inbound.LetterCorrespondent(name="Соколина Дарина", code="0407699006")
    assert letter.files[0].sha256 == hashlib.sha256(sample_letters.PDF).hexdigest()
    assert measured.sha256 == hashlib.sha256(out.getvalue()).hexdigest().upper()
    assert measured.size == len(out.getvalue())


def test_the_same_message_is_the_same_bytes():
    assert written()[0].getvalue() == written()[0].getvalue()


def test_a_company_is_the_author_where_somebody_acts_for_it():
    letter = read(written(represented=LEGAL)[0])

    assert letter.document.authors[0] == inbound.LetterCorrespondent(
        name="ТОВ «Лоза»", code="00000017", official="Соколина Дарина"
    )


def test_an_addition_refers_to_the_first_letter():
    first, addition = read(written()[0]), read(written("resubmitted")[0])

    assert addition.type is MessageType.ADDITION
    assert [number.id for number in addition.referred] == [first.document.id]


def test_what_xml_cannot_hold_is_left_out():
    letter = read(written(service_title='Реє\x00стр\ud800ація \x1b<&>"')[0])

    assert letter.document.title == 'Реєстрація <&>"'


def test_the_day_is_that_of_the_centre():
    late = datetime.datetime(2026, 3, 2, 23, 30, tzinfo=datetime.UTC)

    assert f"{read(written(submitted_at=late)[0]).document.number.on}" == "2026-03-03"


def test_every_file_comes_through():
    content = bytes(range(256)) * 777
    out, _measured = written(enclosures=(sample_letters.enclosure("a.bin", content),), container=b"PK")

    letter = read(out)
    out.seek(0)
    assert b"".join(xml_tree.file_content(out, letter.files[2].key)) == content
    assert [file.name for file in letter.files] == ["application.pdf", "application.json", "a.bin", "application.asice"]


@theirs
@pytest.mark.parametrize(
    "letter",
    [
        lambda: written()[0],
        lambda: written(container=b"PK", represented=LEGAL)[0],
        lambda: written(applicant={"family_name": "Тихий", "given_name": "Остап"})[0],
        lambda: written("resubmitted")[0],
        lambda: written("withdrawn")[0],
        lambda: acknowledged()[0],
    ],
    ids=["submitted", "signed", "bare", "resubmitted", "withdrawn", "acknowledgement"],
)
def test_letters_are_as_the_schema_of_the_order_wants_them(letter):
    schema = etree.XMLSchema(etree.parse(DATA / "xsd" / "Header.xsd"))

    schema.assertValid(etree.fromstring(letter().getvalue()))


def test_a_letter_of_60_megabytes_is_written_and_read_in_little_memory(tmp_path):
    content = os.urandom(1024) * 60 * 1024
    path = tmp_path / "letter.xml"
    message = sample_letters.message(
        about=sample_letters.dossier(enclosures=(sample_letters.enclosure("відео.bin", content),))
    )
    tracemalloc.start()
    with path.open("wb+") as file:
        outbound.write_document(file, message, outbound.header_of(message, US, THEM))
        file.seek(0)
        letter = inbound.read_letter(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert letter.files[-1].size == len(content)
    assert path.stat().st_size > 80_000_000
    assert peak < 8_000_000
