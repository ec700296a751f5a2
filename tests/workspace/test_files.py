"""Files of a case: who gets them, and that it is written down."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import factories
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, DecisionOutcome
from vikno.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

RENTS = {**factories.COMPLETE_ANSWERS, "right": "rent"}


@pytest.fixture
def case(officer, noon):
    """A case in work with one file."""
    draft = factories.draft(centre=officer.centre, answers=RENTS)
    operations.attach(application=draft, question="contract", upload=factories.png("договір.png"), at=noon)
    sent = operations.submit(application=draft, at=noon)
    return operations.accept(application=sent, officer=officer, at=noon)


def the_file(case):
    return case.attachments.get().file


def test_the_page_lists_the_file_with_what_is_known_of_it(workspace, case):
    response = workspace.get(url("workspace:case", case.uid))

    for words in ("договір.png", "Договір оренди", "Not scanned for viruses"):
        assert words in response.text
    assert url("workspace:file", case.uid, the_file(case).uid) in response.text


def test_a_file_comes_to_be_saved_and_that_is_written_down_once(workspace, officer, case):
    address = url("workspace:file", case.uid, the_file(case).uid)

    for _ in range(2):
        response = workspace.get(address)

    assert response.content == factories.png().content
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    entry = AuditEntry.objects.get(action="file.seen")
    assert (entry.actor, entry.subject) == (officer.person.ref, case.ref)
    assert entry.detail == {"file": str(the_file(case).uid)}


def test_a_file_of_another_centres_case_is_not_there(case):
    stranger = Client()
    stranger.force_login(factories.OfficerFactory().person)

    response = stranger.get(url("workspace:file", case.uid, the_file(case).uid))

    assert response.status_code == 404
    assert not AuditEntry.objects.filter(action="file.seen").exists()


def test_a_file_is_given_out_only_with_its_own_case(workspace, officer, case):
    other = factories.in_work(officer)

    response = workspace.get(url("workspace:file", other.uid, the_file(case).uid))

    assert response.status_code == 404


def test_a_file_that_the_applicant_has_added_but_not_sent_is_not_there(workspace, officer, case, noon):
    operations.return_for_correction(
        application=case,
        officer=officer,
        reason="Нечітко",
        remarks={"contract": ""},
        due_on=(noon + timedelta(days=9)).date(),
        at=noon,
    )
    case = Application.objects.get()
    added = operations.attach(application=case, question="contract", upload=factories.png("новий.png"), at=noon)

    page = workspace.get(url("workspace:case", case.uid))
    response = workspace.get(url("workspace:file", case.uid, added.file.uid))

    assert "новий.png" not in page.text
    assert response.status_code == 404


def test_a_file_that_a_correction_replaced_is_still_there_and_says_so(workspace, officer, case, noon):
    operations.return_for_correction(
        application=case,
        officer=officer,
        reason="Нечітко",
        remarks={"contract": ""},
        due_on=(noon + timedelta(days=9)).date(),
        at=noon,
    )
    case = Application.objects.get()
    first = case.attachments.get()
    operations.detach(application=case, attachment=first, at=noon)
    operations.attach(application=case, question="contract", upload=factories.png("новий.png"), at=noon)
    operations.resubmit(application=case, at=noon)

    page = workspace.get(url("workspace:case", case.uid))

    assert "новий.png" in page.text
    assert "replaced by the applicant" in page.text
    assert workspace.get(url("workspace:file", case.uid, first.file.uid)).status_code == 200


def test_a_result_can_be_read_by_the_staff(workspace, officer, case, noon):
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=noon)
    result = operations.issue(
        application=case, officer=officer, title="Витяг", upload=factories.png("витяг.png"), at=noon
    )

    response = workspace.get(url("workspace:file", case.uid, result.file.uid))

    assert response.status_code == 200
