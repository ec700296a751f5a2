"""Asking responders about certificates: the answers are real, only the wire is not."""

import io
import json
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import ocsp
from cryptography.x509.ocsp import OCSPCertStatus, OCSPResponderEncoding
from django.core.management import call_command
from django.urls import reverse

from tests.signatures import made
from vikno.kernel.errors import Unreachable
from vikno.signatures import queries
from vikno.signatures.models import Answer, FileCheck
from vikno.signatures.operations import revoking, trusting
from vikno.signatures.verifying import Question

pytestmark = pytest.mark.django_db

ADDRESS = "http://ocsp.example/"


@dataclass
class Responder:
    """Answers what it is asked, as its issuer would, unless told to err."""

    root: made.Holder
    signer: made.Holder
    at: object
    status: OCSPCertStatus = OCSPCertStatus.GOOD
    by: made.Holder | None = None
    nonce: bytes | None = None
    lasts: timedelta = timedelta(days=1)
    asked: list[str] = field(default_factory=list)

    def post(self, address: str, body: bytes) -> bytes:
        self.asked.append(address)
        question = ocsp.load_der_ocsp_request(body)
        by = self.by or self.root
        revoked = self.at - timedelta(days=1) if self.status == OCSPCertStatus.REVOKED else None
        builder = ocsp.OCSPResponseBuilder().add_response(
            self.signer.x509, self.root.x509, hashes.SHA256(), self.status, self.at, self.at + self.lasts, revoked, None
        )
        (nonce,) = (one for one in question.extensions)
        given = type(nonce.value)(self.nonce) if self.nonce else nonce.value
        builder = builder.add_extension(given, critical=False).responder_id(OCSPResponderEncoding.HASH, by.x509)
        return builder.sign(by.key, hashes.SHA256()).public_bytes(made.Encoding.DER)


@pytest.fixture(scope="module")
def root():
    return made.holder("Root", is_ca=True)


@pytest.fixture(scope="module")
def signer(root):
    return made.holder("Signer", issuer=root, ocsp_address=ADDRESS)


@pytest.fixture
def file(root, signer, noon) -> bytes:
    trusting.pin_roots(certificates=[root.certificate], at=noon)
    return made.cms(b"text", signer, detached=False)


def ask(file: bytes, responder, at) -> list[str]:
    pairs = queries.unheard(file, name="a.p7s", question=Question(trust=queries.trusted(), at=at))
    return [outcome.state for outcome in revoking.ask_about(pairs, fetcher=responder, at=at)]


def revocation_of(file: bytes, at) -> str:
    return queries.report_on(file, name="a.p7s", at=at).signatures[0].revocation


def test_a_certificate_that_nobody_told_of_is_asked_about_once(file, root, signer, noon):
    responder = Responder(root, signer, noon)

    assert ask(file, responder, noon) == ["new"]
    assert ask(file, responder, noon + timedelta(hours=2)) == []

    assert responder.asked == [ADDRESS]
    assert revocation_of(file, noon) == "good"


def test_a_revoked_certificate_makes_the_signature_invalid(file, root, signer, noon):
    ask(file, Responder(root, signer, noon, status=OCSPCertStatus.REVOKED), noon)

    assert queries.report_on(file, name="a.p7s", at=noon).verdict == "invalid"


def test_a_certificate_that_was_revoked_stays_so_when_the_answer_is_old(file, root, signer, noon):
    ask(file, Responder(root, signer, noon, status=OCSPCertStatus.REVOKED), noon)

    assert revocation_of(file, noon + timedelta(days=20)) == "revoked"


def test_nobody_is_asked_for_a_file_whose_signature_is_broken(file, noon):
    broken = file[:-8] + bytes(8)

    assert ask(broken, Silent(), noon) == []


def test_a_responder_that_does_not_know_leaves_it_open(file, root, signer, noon):
    ask(file, Responder(root, signer, noon, status=OCSPCertStatus.UNKNOWN), noon)

    assert revocation_of(file, noon) == "unknown"


@pytest.mark.parametrize("wrong", ["stranger", "nonce", "stale", "early"])
def test_an_answer_that_proves_nothing_is_not_kept(file, root, signer, noon, wrong):
    responders = {
        "stranger": Responder(root, signer, noon, by=made.holder("Stranger", is_ca=True)),
        "nonce": Responder(root, signer, noon, nonce=b"another question"),
        "stale": Responder(root, signer, noon - timedelta(days=3)),
        "early": Responder(root, signer, noon + timedelta(days=3)),
    }

    assert ask(file, responders[wrong], noon) == ["unreachable"]
    assert not Answer.objects.exists()


class Silent:
    def post(self, address: str, body: bytes) -> bytes:
        raise Unreachable(address)


class Nonsense:
    def post(self, address: str, body: bytes) -> bytes:
        return b"<html>"


@pytest.mark.parametrize("responder", [Silent(), Nonsense()])
def test_who_cannot_be_asked_changes_nothing(file, noon, responder):
    assert ask(file, responder, noon) == ["unreachable"]
    assert revocation_of(file, noon) == "unknown"


def test_nobody_is_asked_about_a_certificate_that_leads_to_nobody_we_trust(root, signer, noon):
    foreign = made.cms(b"text", signer, detached=False)

    assert ask(foreign, Silent(), noon) == []


def test_old_answers_are_forgotten(file, root, signer, noon):
    ask(file, Responder(root, signer, noon), noon)

    assert revoking.forget_answers(at=noon + timedelta(days=29)) == 0
    assert revoking.forget_answers(at=noon + timedelta(days=31)) == 1


def test_where_issuers_are_asked_the_worker_does_it_and_the_page_waits(client, settings, file):
    settings.SIGNATURES_FETCH_REVOCATION = True
    sent = {"file": io.BytesIO(file)}
    sent["file"].name = "a.p7s"

    answer = client.post(reverse("content:check"), sent)

    assert answer.status_code == 302
    assert FileCheck.objects.count() == 1
    assert not Answer.objects.exists()


def test_the_command_asks_when_it_is_told_to(file, tmp_path, capsys):
    path = tmp_path / "a.p7s"
    path.write_bytes(file)

    call_command("verify_signature", str(path), fetch=True, format="json")

    assert json.loads(capsys.readouterr().out)["signatures"][0]["revocation"] == "unknown"
