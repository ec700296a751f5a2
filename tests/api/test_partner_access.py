"""A partner sees and moves what it was given, and nothing else; and does what it was given leave for."""

import uuid

import pytest

from tests import factories
from tests.api.partner_client import joined
from vikno.api.models import Partner
from vikno.api.operations import disable_partner, enable_partner
from vikno.integration.models import InboundMessage, ResultUpload

pytestmark = pytest.mark.django_db

READS = {
    "application": "applications/{number}",
    "pdf": "applications/{number}/application.pdf",
    "asice": "applications/{number}/application.asice",
    "file": "applications/{number}/files/contract-1",
}
SAYS = {
    "ack": {"state": "received"},
    "status": {"status": "in_work"},
    "return": {"reason": "Бракує договору"},
    "decision": {"outcome": "granted"},
    "results": {"name": "a.pdf", "size": 1, "sha256": "0" * 64},
}
UPLOADS = ["look", "add", "finish"]


def touch(program, upload: str, how: str):
    if how == "look":
        return program.get(upload)
    if how == "add":
        return program.put(upload, b"x", Content_Range="bytes 0-0/1")
    return program.post(f"{upload}/complete")


@pytest.mark.parametrize("name", READS)
def test_a_stranger_finds_nothing(name, edms, case, stranger):
    answer = stranger.get(READS[name].format(number=case.number))

    assert (answer.status_code, answer.json()["type"]) == (404, "urn:vikno:problem:not-found")


@pytest.mark.parametrize("name", SAYS)
def test_a_stranger_changes_nothing(name, edms, case, stranger):
    answer = stranger.post(f"applications/{case.number}/{name}", SAYS[name], If_Match="*")

    case.refresh_from_db()
    assert (answer.status_code, case.status) == (404, "submitted")
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("how", UPLOADS)
def test_a_stranger_touches_no_upload(how, edms, case, stranger):
    upload = edms.upload(case, b"x")

    assert touch(stranger, upload, how).status_code == 404
    assert ResultUpload.objects.get().received == 0


@pytest.mark.parametrize("path", ["feed", "cases"])
def test_a_list_holds_only_what_is_ones_own(path, edms, case, stranger):
    assert stranger.get(path).json()["items"] == []


@pytest.mark.parametrize("path", ["feed", "cases", *READS.values(), f"uploads/{uuid.UUID(int=1)}"])
def test_nothing_is_read_without_a_token(path, edms, case):
    edms.token = ""
    answer = edms.get(path.format(number=case.number))

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", [*(f"applications/{{number}}/{name}" for name in SAYS), "applications", "statistics"])
def test_nothing_is_said_without_a_token(path, edms, case):
    edms.token = "nonsense"

    assert edms.post(path.format(number=case.number), {}).status_code == 401


def test_a_scope_that_was_not_asked_for_opens_nothing(edms, case):
    edms.sign_in("applications:read")

    answer = edms.post(f"applications/{case.number}/ack", {"state": "received"})

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:vikno:problem:forbidden")


def test_a_scope_that_was_not_given_is_not_had(db):
    reader = joined(factories.CentreFactory(), code="reader", scopes=("applications:read",))

    assert reader.ask_token(scope="applications:write").json()["error"] == "invalid_scope"
    assert reader.ask_token().json()["scope"] == "applications:read"


def test_who_is_shut_out_is_out_at_once(edms, noon):
    disable_partner(partner=Partner.objects.get(), actor="test", at=noon)

    assert edms.get("feed").status_code == 401
    assert edms.ask_token().status_code == 400

    enable_partner(partner=Partner.objects.get(), actor="test", at=noon)
    assert edms.sign_in().get("feed").status_code == 200


def test_a_connection_out_of_use_lets_nobody_in(edms):
    edms.connection.is_enabled = False
    edms.connection.save(update_fields=["is_enabled"])

    assert edms.get("feed").status_code == 401
