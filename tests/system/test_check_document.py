"""Checking a document: whoever was given a signed file sees who signed it, with nothing but a browser."""

from pathlib import Path

import pytest

from tests.system.test_identity import sign
from tests.system.ukrainian_labels import say
from tests.system.visitor import Visitor


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "contract.txt"
    path.write_text("Договір про вигадане")
    return path


def give(visitor: Visitor, signed: Path, document: Path | None = None) -> None:
    visitor.open("/check/")
    visitor.page.locator("input[name=file]").set_input_files(str(signed))
    if document:
        visitor.page.locator("input[name=document]").set_input_files(str(document))
    visitor.press(say("Check"))


@pytest.mark.parametrize("who", ["phone", "desk", "no_script"])
def test_a_signature_beside_its_document_is_checked(who, contract, portal_told, tmp_path, request):
    visitor = request.getfixturevalue(who)
    signed = sign(visitor, portal_told["SIMULATORS_URL"], contract, "daryna", "detached", tmp_path)

    give(visitor, signed, contract)

    assert visitor.reads("Соколина Дарина Олегівна")
    assert visitor.reads(say("The signature is valid"))


def test_a_container_shows_what_it_holds_and_another_document_does_not_pass(phone, contract, portal_told, tmp_path):
    container = sign(phone, portal_told["SIMULATORS_URL"], contract, "daryna", "asice", tmp_path)
    give(phone, container)
    assert phone.reads("contract.txt")
    detached = sign(phone, portal_told["SIMULATORS_URL"], contract, "daryna", "detached", tmp_path)
    other = tmp_path / "other.txt"
    other.write_text("Договір про інше")

    give(phone, detached, other)

    assert phone.reads(say("The signature is not valid"))


def test_a_file_without_a_signature_is_told_plainly(phone, contract):
    give(phone, contract)

    assert phone.page.locator("main").get_by_role("heading", level=1).is_visible()
    assert phone.reads(say("This file is not signed"))
