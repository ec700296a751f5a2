"""OCSP over HTTP: the worker and the command send requests, a page never does."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from simulators import pki
from tests.english_urls import url
from tests.signatures.ocsp_responder import nonce_in, serving
from vikno.kernel.errors import Unreachable
from vikno.signatures import tasks
from vikno.signatures.archives import ContainerFile
from vikno.signatures.models import RevocationData
from vikno.signatures.operations import file_checks, trust_sources
from vikno.signatures.operations.revocation_data import MAX_OCSP_BYTES, HttpRevocationClient
from vikno.signatures.report import VerificationReport

pytestmark = pytest.mark.django_db

CURVE = "ECDSA-P-256"


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def root():
    return pki.make_pair("Root", is_ca=True, algorithm=CURVE)


@pytest.fixture
def file(root, server):
    now = timezone.now()
    signer = pki.make_pair("Signer", root, algorithm=CURVE, ocsp_urls=[server.address])
    trust_sources.pin_roots(certificates=[root.certificate], at=now)
    revoked = {"status": "revoked", "revoked_at": now - timedelta(days=1)}

    def answer(ocsp_request: bytes):
        fields = {"nonce": nonce_in(ocsp_request), "lasts": timedelta(hours=1), **revoked}
        return 200, {}, pki.make_ocsp(signer.certificate, root.certificate, root, timezone.now(), **fields)

    server.answer = answer
    return pki.sign_cms(b"Test", [signer], at=now)


def check_in_worker(file) -> VerificationReport:
    entry = ContainerFile(name="act.p7s", content=file)
    check = file_checks.start_file_check(file=entry, documents=[], session_key="s", at=timezone.now())
    tasks.check_file.func(check.pk)
    check.refresh_from_db()
    return VerificationReport.from_dict(check.report)


def test_the_worker_asks_where_the_operator_allows(file, server, settings):
    settings.SIGNATURES_FETCH_REVOCATION = True

    report = check_in_worker(file)

    assert (report.verdict, report.signatures[0].revocation) == ("invalid", "revoked")
    ((path, media_type, _ocsp_request),) = server.requests
    assert (path, media_type) == ("/ocsp", "application/ocsp-request")
    assert RevocationData.objects.get().taken_from == server.address


def test_the_worker_asks_nobody_otherwise(file, server, settings):
    settings.SIGNATURES_FETCH_REVOCATION = False

    assert check_in_worker(file).signatures[0].revocation == "unknown"
    assert server.requests == []


def test_a_page_asks_nobody_and_gives_even_a_small_file_to_the_worker(client, file, server, settings):
    settings.SIGNATURES_FETCH_REVOCATION = True

    answer = client.post(url("content:check"), {"file": SimpleUploadedFile("act.p7s", file)})

    assert answer.status_code == 302
    assert server.requests == []


@pytest.mark.parametrize("stored", [True, False])
def test_the_command_asks_when_it_is_told_to(file, root, server, tmp_path, stored):
    (tmp_path / "act.p7s").write_bytes(file)
    (tmp_path / "root.cer").write_bytes(root.certificate.der)
    options = [] if stored else ["--trust", str(tmp_path / "root.cer")]

    without_fetch, with_fetch = (revocation(tmp_path, *options, *more) for more in ([], ["--fetch"]))

    assert (without_fetch, with_fetch, len(server.requests)) == ("unknown", "revoked", 1)
    assert RevocationData.objects.exists() is stored


def revocation(folder, *options) -> str:
    output = io.StringIO()
    call_command("verify_signature", folder / "act.p7s", *options, "--format", "json", stdout=output)
    return json.loads(output.getvalue())["signatures"][0]["revocation"]


@pytest.mark.parametrize(
    "answer",
    [
        (302, {"Location": "/elsewhere"}, b""),
        (500, {}, b""),
        (200, {}, b"0" * (MAX_OCSP_BYTES + 1)),
        (200, {"Content-Encoding": "gzip"}, b"no gzip"),
    ],
    ids=["leads elsewhere", "fails", "too long", "damaged"],
)
def test_what_is_no_answer_is_said(server, answer):
    server.answer = lambda _ocsp_request: answer

    with pytest.raises(Unreachable):
        HttpRevocationClient().ask(server.address, b"request")
    assert [path for path, _type, _ocsp_request in server.requests] == ["/ocsp"]


@pytest.mark.parametrize("body", [b"", b"<html>", b"\x30\x03\x0a\x01\x06"], ids=["nothing", "a page", "refused"])
def test_a_responder_that_says_something_else_changes_nothing(file, server, settings, body):
    settings.SIGNATURES_FETCH_REVOCATION = True
    server.answer = lambda _ocsp_request: (200, {}, body)

    assert check_in_worker(file).signatures[0].revocation == "unknown"
    assert not RevocationData.objects.exists()


def test_nobody_at_the_address_is_said():
    with serving() as stopped:
        address = stopped.address

    with pytest.raises(Unreachable):
        HttpRevocationClient().ask(address, b"request")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ldap://ca.example/", "http://", "http://a@b/", "http://[/"])
def test_only_the_web_is_asked(address):
    with pytest.raises(Unreachable, match="no web address"):
        HttpRevocationClient().ask(address, b"request")
