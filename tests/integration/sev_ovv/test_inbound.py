import datetime
import hashlib
import io

import pytest

from tests.integration.sev_ovv import sample_letters
from vikno.integration.connectors.sev_ovv import inbound, xml_tree
from vikno.integration.connectors.sev_ovv.letters import AckType, FileRole, MessageType
from vikno.kernel.errors import Rejected


def read(body: bytes):
    return inbound.read_letter(io.BytesIO(body))


def test_an_acknowledgement_says_of_which_message_it_is():
    letter = read(sample_letters.ack(3, number="1/0/-15"))

    assert letter.type is MessageType.NOTIFICATION
    assert letter.acknowledgement.type is AckType.REGISTERED
    assert letter.acknowledgement.msg_id == "63FC75F4-0759-4CFD-9E78-0903537D8597"
    assert (letter.acknowledgement.number.number, letter.acknowledgement.number.on) == (
        "1/0/-15",
        datetime.date(2026, 3, 3),
    )


def test_codes_get_their_leading_zeros_back():
    letter = read(sample_letters.reply())

    assert letter.sender.edrpou == "00012345"
    assert letter.document.authors[0].code == "00012345"


def test_a_file_is_measured_without_being_kept():
    content = bytes(range(256)) * 1000
    (file,) = read(sample_letters.reply(sample_letters.transfer(content))).files

    assert (file.name, file.size, file.role) == ("result.pdf", len(content), FileRole.DOCUMENT)
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert file.media_type == "application/pdf"


def test_a_signature_stands_beside_what_it_signs():
    letter = read(
        sample_letters.reply(
            sample_letters.transfer(b"paper"), signs=sample_letters.sign_info(b"one") + sample_letters.sign_info(b"two")
        )
    )

    assert [file.name for file in letter.files] == ["result.pdf", "result.pdf.p7s", "result.pdf.2.p7s"]
    assert [file.name for file in letter.signed_files] == ["result.pdf"]


def test_every_file_can_be_had_by_its_key():
    body = sample_letters.reply(
        sample_letters.transfer(b"paper") + sample_letters.transfer(b"more", key="2"),
        signs=sample_letters.sign_info(b"signature"),
    )

    contents = [b"".join(xml_tree.file_content(io.BytesIO(body), key)) for key in ("1", "2", "3")]
    assert contents == [b"paper", b"more", b"signature"]


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(Rejected, match="no such file"):
        list(xml_tree.file_content(io.BytesIO(sample_letters.reply()), "1"))


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"name": "C:\\кабінет\\витяг.PDF", "kind": "pdf"}, "витяг.PDF"),
        ({"name": "../../etc/passwd", "kind": ""}, "passwd"),
        ({"name": "Лист", "kind": "docx"}, "Лист.docx"),
        ({"name": "", "kind": "pdf"}, "document-1.pdf"),
        ({"name": "лист.pdf", "kind": "application/pdf"}, "лист.pdf"),
    ],
)
def test_a_file_has_a_name_that_is_safe_to_write(told, name):
    (file,) = read(sample_letters.reply(sample_letters.transfer(b"x", **told))).files

    assert file.name == name


@pytest.mark.parametrize(
    "written",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace('encoding="utf-8"', 'encoding="windows-1251"').encode("cp1251"),
        lambda text: (
            text.replace('<?xml version="1.0" encoding="utf-8"?>', "")
            .replace('charset="UTF-8"', 'charset="windows-1251"')
            .encode("cp1251")
        ),
        lambda text: text.replace('encoding="utf-8"', 'encoding="utf-16"').encode("utf-16"),
        lambda text: text.replace('<?xml version="1.0" encoding="utf-8"?>', "").strip().encode(),
        lambda text: text.replace("utf-8", "koi8-u").encode("koi8-u"),
    ],
    ids=["bom", "windows-1251", "charset", "utf-16", "bare", "koi8-u"],
)
def test_a_letter_is_read_in_every_encoding(written):
    assert read(written(sample_letters.ack(4, words="Немає підстав").decode())).acknowledgement.words == "Немає підстав"


def test_namespaces_make_no_difference():
    body = (
        sample_letters.ack(1).decode().replace("<Header ", '<Header xmlns="urn:1207" xmlns:o="urn:odd" o:msg_type="9" ')
    )
    prefixed = (
        sample_letters.ack(1)
        .decode()
        .replace("<Header", "<o:Header xmlns:o='urn:1207'")
        .replace("</Header", "</o:Header")
    )

    assert read(body.encode()).type is MessageType.NOTIFICATION
    assert read(prefixed.encode()).acknowledgement.type is AckType.DELIVERED


def test_what_is_left_out_is_empty():
    letter = read(b'<Header msg_type="3" msg_id="1"><Document/></Header>')

    assert (letter.at, letter.sender.edrpou, letter.document.number, letter.files) == (None, "", None, ())


def test_dates_that_are_none_are_left_out():
    body = (
        sample_letters.ack(3, number="7")
        .decode()
        .replace("2026-03-03", "03.03.2026")
        .replace("2026-03-02T12:00:00Z", "now")
    )

    letter = read(body.encode())
    assert (letter.at, letter.acknowledgement.number.on) == (None, None)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "broken"),
        (b"%PDF-1.7", "broken"),
        (b"<Letter/>", "not Header"),
        (sample_letters.letter("", standart="55"), "another standard"),
        (sample_letters.letter("", msg_type="9"), "which type"),
        (sample_letters.letter("", msg_type="0"), "acknowledges nothing"),
        (sample_letters.letter("", msg_type="3"), "no document"),
        (sample_letters.letter("<Document/>", msg_type="1", msg_id=""), "no msg_id"),
        (sample_letters.ack(6), "what it acknowledges"),
        (sample_letters.ack(1, of=""), "of which message"),
        (sample_letters.reply("<DocTransfer>%%%%</DocTransfer>"), "not in base64"),
        (sample_letters.reply("<DocTransfer>AAAA=</DocTransfer>"), "cut off"),
        (sample_letters.reply("<DocTransfer>AA==AAAA</DocTransfer>"), "not in base64"),
        (b'<!DOCTYPE x [<!ENTITY a "a">]><Header/>', "document type"),
        (sample_letters.letter("<a>" * 60 + "</a>" * 60), "more elements"),
        (sample_letters.letter(f"<a>{'text' * 400_000}</a>"), "more text"),
        (sample_letters.ack(1).replace(b'encoding="utf-8"', b'encoding="klingon"'), "unknown encoding|broken"),
        (sample_letters.ack(1)[:-40], "broken"),
    ],
)
def test_what_is_no_letter_is_refused_in_one_sentence(body, why):
    with pytest.raises(Rejected, match=why):
        read(body)
