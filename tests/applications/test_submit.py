from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from vikno.applications import operations, queries
from vikno.applications.models import Application, ApplicationStatus, Submission
from vikno.eforms import operations as eform_operations
from vikno.kernel.references import read_application_number
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db


def test_sending_gives_a_number_a_code_a_deadline_and_one_event(noon):
    application = operations.submit(application=factories.draft(), at=noon)

    assert application.status == ApplicationStatus.SUBMITTED
    assert application.number == "2026-000001-3" or read_application_number(application.number)
    assert len(application.access_code) == 9
    assert application.deadline.due_on == date(2026, 3, 12)
    assert [event.name for event in Event.objects.all()] == ["application.submitted"]


def test_sending_reads_and_checks_once(noon, django_assert_max_num_queries):
    # The first entry of an audit costs more.
    factories.submitted()
    draft = factories.draft()

    # Two of them begin and end the transaction.
    with django_assert_max_num_queries(19):
        operations.submit(application=draft, at=noon)


def test_the_series_of_numbers_is_locked_last(noon):
    """Everybody who sends waits for it: after it only what holds the number is written."""
    draft = factories.draft()

    with CaptureQueriesContext(connection) as statements:
        operations.submit(application=draft, at=noon)

    sql = [row["sql"] for row in statements]
    lock = next(number for number, text in enumerate(sql) if "serials_serial" in text)
    for table in ("applications_submission", "applications_deadline", "applications_searchkey"):
        assert any("INSERT" in text and f'"{table}"' in text for text in sql[:lock]), table


def test_numbers_follow_one_another(noon):
    first, second = factories.submitted(), factories.submitted()

    assert int(second.number[5:11]) == int(first.number[5:11]) + 1


def test_a_second_sending_is_refused_and_records_nothing_more(noon):
    draft = factories.draft()
    operations.submit(application=draft, at=noon)

    with pytest.raises(operations.ApplicationAlreadySubmitted):
        operations.submit(application=draft, at=noon)

    assert Submission.objects.count() == 1
    assert Event.objects.count() == 1


def test_a_draft_with_something_missing_is_not_sent(noon):
    draft = factories.draft(answers={"full_name": "Зразкова Олена Тестівна"})

    with pytest.raises(operations.ApplicationIncomplete, match="РНОКПП"):
        operations.submit(application=draft, at=noon)

    assert Application.objects.get().status == ApplicationStatus.DRAFT
    assert not Submission.objects.exists()


def test_a_file_that_the_answers_ask_for_must_be_there(noon):
    draft = factories.draft(answers={**factories.COMPLETE_ANSWERS, "right": "rent"})
    with pytest.raises(operations.ApplicationIncomplete, match="Договір"):
        operations.submit(application=draft, at=noon)

    operations.attach(application=draft, question="contract", upload=factories.png(), at=noon)

    assert operations.submit(application=draft, at=noon).status == ApplicationStatus.SUBMITTED


def test_what_is_handed_in_is_frozen_and_holds_no_answer_that_was_not_asked_for(noon):
    draft = factories.draft()
    operations.answer(application=draft, typed={"no_such_question": "x"}, at=noon)

    application = operations.submit(application=draft, at=noon)

    submission = queries.latest_submission(application)
    assert set(submission.answers) == {"full_name", "phone", "rnokpp", "address", "right"}
    assert len(submission.sha256) == 64


def test_a_case_keeps_the_version_of_the_form_it_was_made_with(noon):
    draft = factories.draft()
    code = draft.service.form.code
    eform_operations.publish_if_changed(
        code=code,
        definition=factories.FormDefinition(title="Нова", steps=factories.RESIDENCE.steps[:1]),
        at=noon,
    )

    application = operations.submit(application=Application.objects.get(pk=draft.pk), at=noon)

    assert application.form_version.number == 1
    assert application.form_version.status == "retired"


def test_without_a_term_on_the_card_the_law_gives_thirty_days(noon):
    draft = factories.draft()
    draft.service.card.term_days = None
    draft.service.card.save(update_fields=["term_days"])

    application = operations.submit(application=draft, at=noon)

    assert application.deadline.due_on == date(2026, 3, 2) + timedelta(days=30)


def test_it_is_found_by_name_phone_and_number_and_by_nothing_else(noon):
    application = factories.submitted()
    cases = Application.objects.all()

    for text in (
        "Зразкова",
        "олена зразкова",
        "067 123 45 67",
        "1759013776",
        application.number,
        application.number[:8],
    ):
        assert list(queries.search_cases(cases, text)) == [application], text
    for text in ("Зраз", "Іваненко", "068 123 45 67", "Зразкова Петро"):
        assert list(queries.search_cases(cases, text)) == [], text


def test_it_is_withdrawn_before_the_decision_and_not_after(noon, officer):
    application = factories.in_work(officer)
    operations.withdraw(application=application, at=noon, reason="Передумала")

    with pytest.raises(operations.WrongCaseStatus):
        operations.withdraw(application=application, at=noon)

    assert Application.objects.get().status == ApplicationStatus.WITHDRAWN


def test_the_status_is_told_to_whoever_has_number_and_code_and_to_nobody_else(django_assert_num_queries):
    application = factories.submitted()

    assert queries.application_by_code(application.number, application.access_code) == application
    assert (
        queries.application_by_code(f" {application.number.replace('-', ' ')}", application.access_code.lower())
        == application
    )
    assert queries.application_by_code(application.number, "AAAA-AAAA") is None
    assert queries.application_by_code("2026-999999-9", application.access_code) is None
    assert queries.application_by_code("", "") is None
    for number, code in ((application.number, "AAAA-AAAA"), ("2026-999999-9", "x"), ("нічого", "")):
        with django_assert_num_queries(1):
            queries.application_by_code(number, code)
