"""The seal that the centre puts into what it issues, and the page that a QR code opens."""

import io

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.english_urls import url
from tests.signatures import generated_signatures
from vikno.applications import operations, queries
from vikno.applications.models import DecisionOutcome, SealStatus
from vikno.applications.operations import result_seals
from vikno.files.models import StoredFile
from vikno.files.operations import FileUpload
from vikno.files.queries import read_content
from vikno.signatures import pades
from vikno.signatures.sealing import NotSealed, Pkcs12Sealer

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    path = tmp_path_factory.mktemp("key") / "seal.p12"
    path.write_bytes(generated_signatures.holder("Centre").p12())
    return path


@pytest.fixture
def with_key(settings, key):
    settings.SEAL_BY, settings.SEAL_KEY, settings.SEAL_KEY_PASSWORD = "local", str(key), generated_signatures.PASSWORD


class Broken:
    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        raise NotSealed("the device does not answer")


def issued(officer, noon, content: bytes | None = None):
    case = factories.in_work(officer)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=noon)
    upload = FileUpload(name="витяг.pdf", content=content or generated_signatures.pdf())
    return operations.issue(application=case, officer=officer, title="Витяг", upload=upload, at=noon)


def test_without_a_key_a_result_is_issued_as_it_is(officer, noon, settings):
    settings.SEAL_BY = ""

    assert issued(officer, noon).seal == SealStatus.NONE


def test_a_result_gets_a_sheet_with_a_code_and_a_seal_over_all_of_it(officer, noon, with_key):
    result = issued(officer, noon)
    assert result.seal == SealStatus.WAITING

    assert operations.seal_waiting_results(at=noon) == 1

    result.refresh_from_db()
    assert (result.seal, result.sealed_at) == (SealStatus.SEALED, noon)
    content = read_content(result.file)
    (signature,) = pades.signatures_in(content, where="витяг.pdf")
    assert signature.covers == ("витяг.pdf",)
    last = pypdf.PdfReader(io.BytesIO(content)).pages[-1].extract_text()
    assert result.check_code in last.replace(" ", "").replace("\n", "")


def test_the_file_without_the_seal_is_erased(officer, noon, with_key, django_capture_on_commit_callbacks):
    result = issued(officer, noon)

    with django_capture_on_commit_callbacks(execute=True):
        operations.seal_waiting_results(at=noon)

    assert not StoredFile.objects.filter(pk=result.file_id).exists()
    assert operations.seal_waiting_results(at=noon) == 0


def test_what_is_signed_already_is_left_as_it_is(officer, noon, with_key, key):
    signed = Pkcs12Sealer(path=key, password=generated_signatures.PASSWORD).seal(
        generated_signatures.pdf(), reason="Authority"
    )
    result = issued(officer, noon, signed)

    operations.seal_waiting_results(at=noon)

    result.refresh_from_db()
    assert result.seal == SealStatus.SIGNED
    assert read_content(result.file) == signed


def test_a_seal_that_fails_loses_nothing_and_staff_see_it(officer, noon, with_key, workspace):
    result = issued(officer, noon)

    for _try in range(result_seals.MAX_SEAL_TRIES):
        result.refresh_from_db()
        operations.seal_result(result=result, by=Broken(), at=noon)

    result.refresh_from_db()
    assert (result.seal, read_content(result.file)) == (SealStatus.FAILED, generated_signatures.pdf())
    page = workspace.get(url("workspace:case", result.application.uid))
    assert "The seal could not be put in" in page.text


def test_the_code_opens_a_page_that_names_nobody(officer, noon, with_key, client):
    result = issued(officer, noon)
    operations.seal_waiting_results(at=noon)

    page = client.get(url("content:issued", result.check_code.lower()))

    assert page.status_code == 200
    assert result.application.centre.name in page.text
    assert result.application.applicant_details["family_name"] not in page.text
    assert result.application.number not in page.text


def test_a_file_is_compared_with_what_was_issued(officer, noon, with_key, client):
    result = issued(officer, noon)
    operations.seal_waiting_results(at=noon)
    result.refresh_from_db()
    content = read_content(result.file)
    address = url("content:issued", result.check_code)

    same = client.post(address, {"file": SimpleUploadedFile("a.pdf", content)})
    other = client.post(address, {"file": SimpleUploadedFile("a.pdf", content + b" ")})
    nothing = client.post(address, {})

    assert "is the one that we issued" in same.text
    assert "is not the one that we issued" in other.text
    assert nothing.status_code == 422


def test_a_code_that_was_never_given_is_not_found(client):
    page = client.get(url("content:issued", "NEVERGIVEN"))

    assert page.status_code == 404
    assert "We issued no document with this code" in page.text
    assert queries.result_by_code("") is None
