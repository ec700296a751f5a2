import io
import uuid

import pypdf
import pytest

from tests import factories
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import DecisionOutcome, SealStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def enclosed(resident):
    draft = factories.draft(person=resident, answers={**factories.COMPLETE_ANSWERS, "right": "rent"})
    return operations.attach(
        application=draft, question="contract", upload=factories.png("Договір.png"), at=factories.NOON
    )


@pytest.fixture
def result(resident, officer):
    case = factories.in_work(officer, person=resident)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=factories.NOON)
    return operations.issue(
        application=case, officer=officer, title="Витяг", upload=factories.png("extract.png"), at=factories.NOON
    )


def test_an_enclosed_file_is_saved_and_never_opened_in_the_page(cabinet, enclosed):
    response = cabinet.get(url("cabinet:attachment", enclosed.application.uid, enclosed.file.uid))

    assert response.content == factories.png().content
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_file_is_given_under_its_own_application_only(cabinet, resident, enclosed):
    other = factories.draft(person=resident)

    assert cabinet.get(url("cabinet:attachment", other.uid, enclosed.file.uid)).status_code == 404


def test_a_result_is_handed_over_and_it_is_remembered_when_first(cabinet, result):
    address = url("cabinet:result", result.application.uid, result.file.uid)

    response = cabinet.get(address)
    result.refresh_from_db()
    first = result.fetched_at
    cabinet.get(address)

    result.refresh_from_db()
    assert response["Content-Disposition"] == 'attachment; filename="extract.png"'
    assert first is not None
    assert result.fetched_at == first


def test_a_result_is_no_attachment_and_an_attachment_no_result(cabinet, result, enclosed):
    assert cabinet.get(url("cabinet:attachment", result.application.uid, result.file.uid)).status_code == 404
    assert cabinet.get(url("cabinet:result", enclosed.application.uid, enclosed.file.uid)).status_code == 404


@pytest.mark.parametrize("name", ["attachment", "result"])
def test_a_stranger_gets_no_file(name, client, enclosed, result):
    row = {"attachment": enclosed, "result": result}[name]
    client.force_login(factories.PersonFactory())

    assert client.get(url(f"cabinet:{name}", row.application.uid, row.file.uid)).status_code == 404


@pytest.mark.parametrize("name", ["attachment", "result"])
def test_an_unknown_file_is_not_found(name, cabinet, resident):
    sent = factories.submitted(person=resident)

    assert cabinet.get(url(f"cabinet:{name}", sent.uid, uuid.uuid4())).status_code == 404


def test_the_receipt_is_a_pdf_with_the_number(cabinet, resident):
    sent = factories.submitted(person=resident)

    response = cabinet.get(url("cabinet:receipt", sent.uid))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{sent.number}.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert sent.number in pypdf.PdfReader(io.BytesIO(response.content)).pages[0].extract_text()


def test_a_draft_has_no_receipt(cabinet, resident):
    draft = factories.draft(person=resident)

    assert cabinet.get(url("cabinet:receipt", draft.uid)).status_code == 404


@pytest.mark.parametrize(
    ("seal", "is_said"), [(SealStatus.SEALED, True), (SealStatus.WAITING, False), (SealStatus.NONE, False)]
)
def test_a_result_that_the_centre_has_sealed_says_so_and_leads_to_the_check(cabinet, result, seal, is_said):
    result.seal, result.sealed_at, result.check_code = seal, factories.NOON, "0000-0000-0000-0000"
    result.save(update_fields=["seal", "sealed_at", "check_code"])

    page = cabinet.get(url("cabinet:application", result.application.uid)).text

    main = page[page.index("<main") : page.index("</main")]
    assert ("Sealed by the centre" in main) == is_said
    assert (f'href="{url("content:check")}"' in main) == is_said
