import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.integration.sev_ovv import sample_letters
from tests.integration.sev_ovv.test_outbound import DATA, theirs


def said(tmp_path, body, form="json"):
    path = tmp_path / "letter.xml"
    path.write_bytes(body)
    out = io.StringIO()
    call_command("sev_ovv", "read", str(path), "--format", form, stdout=out)
    return json.loads(out.getvalue()) if form == "json" else out.getvalue()


def test_a_letter_is_told_as_json(tmp_path):
    told = said(
        tmp_path, sample_letters.reply(sample_letters.transfer(b"paper"), signs=sample_letters.sign_info(b"signature"))
    )

    assert told["type"] == {"code": 3, "name": "reply"}
    assert (told["from"]["edrpou"], told["to"]["edrpou"]) == ("00012345", sample_letters.OURS)
    assert told["document"]["number"] == {"number": "7/16", "on": "2026-03-05", "id": ""}
    assert [(file["name"], file["signed"]) for file in told["files"]] == [
        ("result.pdf", True),
        ("result.pdf.p7s", False),
    ]
    (update,) = told["updates"]
    assert (update["application"], update["decided"]["granted"]) == (sample_letters.NUMBER, True)


def test_a_letter_is_told_in_words(tmp_path):
    told = said(tmp_path, sample_letters.ack(3, number="1/0/-15"), "text")

    assert "notification (0)" in told
    assert "registered (3) № 1/0/-15 of 2026-03-03" in told


def test_every_kind_of_letter_has_words(tmp_path):
    letters = (
        sample_letters.reply(sample_letters.transfer(b"x"), annotation="Про"),
        sample_letters.ack(5, words="Щось"),
        sample_letters.reply(refers=""),
    )

    assert all("from: 00012345" in said(tmp_path, letter, "text") for letter in letters)


def test_what_a_person_must_see_is_told_with_the_reason(tmp_path):
    told = said(tmp_path, sample_letters.ack(5))

    assert told["updates"] == []
    assert told["for_a_person"].startswith("The other side reports an error")


@pytest.mark.parametrize("body", [b"", b"<Header/>", sample_letters.ack(1)[:-30]])
def test_what_is_no_letter_ends_with_one_sentence(tmp_path, body):
    with pytest.raises(CommandError, match=r"^[^\n]+\.$") as raised:
        said(tmp_path, body)
    assert raised.value.returncode == 1


def test_a_file_that_is_not_there_ends_with_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("sev_ovv", "read", str(tmp_path / "nothing.xml"))


@theirs
def test_samples_of_the_order_are_understood(tmp_path):
    told = {path.name[:4].rstrip("."): said(tmp_path, path.read_bytes()) for path in (DATA / "samples").glob("*.xml")}

    assert told["ДС13"]["updates"][0]["received"] is True
    assert told["ДС15"]["updates"][0]["registered"] == {"number": "1/0/-15", "on": "2015-09-11"}
    assert told["ДС9"]["document"]["number"]["number"] == "7/16/14-15"
    assert told["ДС9"]["referred"] == [{"number": "67879899", "on": "2015-09-02", "id": "8895449"}]
