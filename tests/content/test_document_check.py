"""Tests of the public check of signed files."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree
from signxml import CanonicalizationMethod
from signxml.xades import XAdESSigner

from tests.english_urls import url
from tests.signatures import generated_signatures
from vikno.files.models import StoredFile
from vikno.signatures.models import FileCheck
from vikno.signatures.operations import file_checks, trust_sources

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def signer():
    return generated_signatures.holder("Олена Коваль", kind="rsa")


@pytest.fixture(scope="module")
def document(signer):
    by = XAdESSigner(c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0)
    root = by.sign(etree.fromstring(b"<act>Test</act>"), key=signer.key_pem, cert=[signer.pem.decode()])
    return etree.tostring(root)


def send(client, content: bytes, name: str = "акт.xml", **more):
    return client.post(url("content:check"), {"file": SimpleUploadedFile(name, content), **more})


def test_the_page_is_linked_from_the_foot_of_every_page(client):
    assert f'href="{url("content:check")}"' in client.get(url("content:home")).text


def test_the_report_says_the_verdict_first_then_who_signed(client, document, signer, noon):
    trust_sources.pin_roots(certificates=[signer.certificate], at=noon)

    response = send(client, document)

    assert response.status_code == 200
    page = response.text
    assert page.index("The signature is valid") < page.index("Олена Коваль") < page.index("акт.xml")


def test_whom_nobody_vouches_for_is_no_reason_to_call_it_invalid(client, document):
    response = send(client, document)

    assert "We cannot tell whether the signature is valid" in response.text
    assert "no list of trusted issuers" in response.text


def test_a_changed_document_is_said_to_be_so(client, document):
    response = send(client, document.replace(b"Test", b"Best"))

    assert "The signature is not valid" in response.text
    assert "it was changed after signing" in response.text


def test_nothing_is_kept_of_what_was_checked_at_once(client, document, caplog):
    send(client, document)

    assert not StoredFile.objects.exists()
    assert not FileCheck.objects.exists()
    assert "акт" not in caplog.text
    assert "Коваль" not in caplog.text


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"hello", id="text"),
        pytest.param(b"%PDF-1.7 broken", id="a broken PDF"),
        pytest.param(b"PK\x03\x04META-INF/", id="a broken archive"),
        pytest.param(b"<a", id="broken XML"),
        pytest.param(b"\x30\x82\x00", id="broken ASN.1"),
        pytest.param(bytes(range(256)) * 10, id="noise"),
    ],
)
def test_whatever_is_sent_there_is_an_answer(client, content):
    response = send(client, content)

    assert response.status_code == 200
    assert "This file is not signed" in response.text


def test_without_a_file_the_page_says_what_to_do(client):
    response = client.post(url("content:check"), {})

    assert response.status_code == 422
    assert "Add a file: Signed file" in response.text


def test_a_file_over_the_limit_is_refused_in_words(client, settings):
    settings.CHECK_LIMIT_BYTES = 100

    response = send(client, b"1" * 101)

    assert response.status_code == 422
    assert "too big" in response.text


def test_who_tries_too_often_is_told_when_to_come_back(client):
    for _try in range(30):
        send(client, b"1")

    response = send(client, b"1")

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_a_form_from_elsewhere_is_refused(document):
    assert send(Client(enforce_csrf_checks=True), document).status_code == 403


def test_a_big_file_waits_for_the_worker_and_only_its_browser_sees_it(client, document, settings, noon):
    settings.CHECK_AT_ONCE_BYTES = 100

    waiting = send(client, document)

    page = client.get(waiting["Location"])
    assert page["Refresh"]
    assert "waiting for its turn" in page.text.lower()
    assert Client().get(waiting["Location"]).status_code == 404
    file_checks.run_file_check(check=FileCheck.objects.get(), at=noon)
    done = client.get(waiting["Location"])
    assert "Олена Коваль" in done.text
    assert "Refresh" not in done


def test_a_report_that_ran_out_is_not_found(client, document, settings, noon):
    settings.CHECK_AT_ONCE_BYTES = 100
    waiting = send(client, document)
    FileCheck.objects.update(brought_at=noon)
    file_checks.delete_expired_file_checks(at=noon + timedelta(hours=2))

    assert client.get(waiting["Location"]).status_code == 404


def test_a_detached_signature_is_sent_with_its_document(client):
    """The report names every file that was sent with the document."""
    response = send(client, b"hello", document=SimpleUploadedFile("договір.txt", io.BytesIO(b"Test").read()))

    assert "договір.txt" in response.text
