from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from simulators import pki
from tests import factories
from tests.applications.test_signing import RNOKPP, asice, key, root
from tests.cabinet.page_browser import visit
from tests.english_urls import url
from tests.signatures.ocsp_responder import StubOcspResponder
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationSignature, ApplicationStatus
from vikno.applications.signing_package import DATA, PDF
from vikno.catalogue.models import SigningRequirement
from vikno.identity.levels import AssuranceLevel
from vikno.signatures.operations.trust_sources import pin_roots

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(resident, noon):
    pin_roots(certificates=[root().certificate], at=noon)
    resident.rnokpp = RNOKPP
    resident.save(update_fields=["rnokpp"])
    draft = factories.draft(person=resident)
    need(draft, SigningRequirement.REQUIRED)
    return draft


def need(draft, signing):
    draft.service.signing = signing
    draft.service.save(update_fields=["signing"])


def files_of(cabinet, draft) -> dict[str, bytes]:
    return {name: cabinet.get(url("cabinet:to_sign", draft.uid, name)).content for name in (PDF, DATA)}


def bring(cabinet, draft, content: bytes):
    return cabinet.post(url("cabinet:sign", draft.uid), {"signed": SimpleUploadedFile("signed.asice", content)})


def test_what_is_checked_leads_to_signing_where_that_is_required(cabinet, draft):
    page = visit(cabinet, url("cabinet:check", draft.uid))

    signing = page.send({"true": "1"})

    assert signing.path == url("cabinet:sign", draft.uid)
    assert signing.h1 == "Sign the application"


def test_a_signed_container_is_checked_and_the_application_sent(cabinet, draft, noon):
    visit(cabinet, url("cabinet:sign", draft.uid))

    answer = bring(cabinet, draft, asice(files_of(cabinet, draft), key(), noon))

    assert answer["Location"] == url("cabinet:done", draft.uid)
    assert Application.objects.get().status == ApplicationStatus.SUBMITTED


def test_a_wrong_file_is_refused_in_a_sentence_and_nothing_is_sent(cabinet, draft):
    visit(cabinet, url("cabinet:sign", draft.uid))

    page = bring(cabinet, draft, b"no signature")

    assert page.status_code == 422
    assert "This is no signed file." in page.text
    assert Application.objects.get().status == ApplicationStatus.DRAFT


def test_a_signature_does_not_stand_in_for_a_proof_of_who_sends(cabinet, draft, noon):
    draft.service.level = AssuranceLevel.SUBSTANTIAL
    draft.service.save(update_fields=["level"])
    visit(cabinet, url("cabinet:sign", draft.uid))

    answer = bring(cabinet, draft, asice(files_of(cabinet, draft), key(), noon))

    assert answer.status_code == 403
    assert "First prove who you are" in answer.text
    assert ApplicationSignature.objects.count() == 1
    assert Application.objects.get().status == ApplicationStatus.DRAFT


def test_pressed_without_a_file_it_asks_for_one(cabinet, draft):
    assert visit(cabinet, url("cabinet:sign", draft.uid)).send().errors == {"signed": "Choose the signed file."}


def test_an_offered_signature_may_be_left_out(cabinet, draft):
    need(draft, SigningRequirement.OFFERED)

    page = visit(cabinet, url("cabinet:check", draft.uid))

    assert page.follow("Sign electronically and send").h1 == "Sign the application"
    assert page.send({"true": "1"}).path == url("cabinet:done", draft.uid)


def test_where_no_signature_is_needed_there_is_no_page_for_it(cabinet, draft):
    need(draft, SigningRequirement.NOT_NEEDED)

    assert cabinet.get(url("cabinet:sign", draft.uid))["Location"] == url("cabinet:check", draft.uid)


def test_something_to_mend_leads_back_to_the_answers(cabinet, draft):
    Application.objects.update(answers={})

    assert cabinet.get(url("cabinet:sign", draft.uid))["Location"] == url("cabinet:check", draft.uid)


def test_nobody_else_gets_the_files(cabinet, draft, client):
    visit(cabinet, url("cabinet:sign", draft.uid))
    client.force_login(factories.PersonFactory())

    assert client.get(url("cabinet:sign", draft.uid)).status_code == 404
    assert client.get(url("cabinet:to_sign", draft.uid, PDF)).status_code == 404


def test_there_are_no_other_files(cabinet, draft):
    visit(cabinet, url("cabinet:sign", draft.uid))

    assert cabinet.get(url("cabinet:to_sign", draft.uid, "else.pdf")).status_code == 404


def test_the_officer_reads_the_report_beside_the_case(cabinet, draft, noon, client):
    visit(cabinet, url("cabinet:sign", draft.uid))
    bring(cabinet, draft, asice(files_of(cabinet, draft), key(), noon))
    officer = factories.OfficerFactory(centre=draft.centre)
    client.force_login(officer.person)

    page = client.get(url("workspace:case", draft.uid))

    assert "Зразкова Олена Тестівна" in page.text
    assert "Report on the signature" in page.text
    container = Application.objects.get().to_sign.get().signatures.get().container
    assert client.get(url("workspace:file", draft.uid, container.uid)).content.startswith(b"PK")


def test_a_signature_that_turned_out_to_be_revoked_is_said_and_another_one_asked_for(cabinet, draft, noon):
    draft.service.level = AssuranceLevel.SUBSTANTIAL  # So that it is signed, and not sent yet.
    draft.service.save(update_fields=["level"])
    visit(cabinet, url("cabinet:sign", draft.uid))
    pair = pki.make_pair("Зразкова Олена", root(), rnokpp=RNOKPP, ocsp_urls=["http://ca.example/ocsp"])
    bring(cabinet, draft, asice(files_of(cabinet, draft), pair, noon))
    signature = ApplicationSignature.objects.get()
    revoked = {"status": "revoked", "revoked_at": signature.at - timedelta(seconds=1)}
    issuer = StubOcspResponder(certificate=pair.certificate, by=root(), at=signature.at, response_fields=revoked)

    operations.recheck_signature(signature=signature, responders=issuer, at=signature.at)

    page = cabinet.get(url("cabinet:sign", draft.uid)).text
    assert "The signature was not accepted. The certificate was revoked before that." in page
    assert "It is signed." not in page
    assert 'name="signed"' in page


def test_the_worker_is_told_of_a_signature_that_was_taken(cabinet, draft, noon):
    visit(cabinet, url("cabinet:sign", draft.uid))

    bring(cabinet, draft, asice(files_of(cabinet, draft), key(), noon))

    waiting = DBTaskResult.objects.get(task_path="vikno.applications.tasks.ask_about_signature")
    assert waiting.args_kwargs["args"] == [ApplicationSignature.objects.get().pk]
