"""One table of words for a status: complete for every audience, and without a fact that nobody gives."""

import datetime
import re

import pytest
from django.utils import translation

from tests import factories
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationChannel, ApplicationStatus, DecisionOutcome
from vikno.applications.status_words import (
    LETTER_SUBJECTS,
    RESUBMITTED,
    STATUS_WORDS,
    TIMELINE_TITLES,
    StatusAudience,
    letter_subject,
    status_words,
    timeline_title,
)
from vikno.notifications.models import NotificationKind

pytestmark = pytest.mark.django_db

SENT_STATUSES = [status for status in ApplicationStatus if status != ApplicationStatus.DRAFT]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def returned(officer) -> Application:
    case = factories.in_work(officer)
    operations.return_for_correction(
        application=case,
        officer=officer,
        reason="Не видно печатки",
        remarks={"address": "Вкажіть"},
        due_on=datetime.date(2026, 3, 20),
        at=factories.NOON,
    )
    return Application.objects.get(pk=case.pk)


def texts(application, audience) -> tuple[str, str]:
    words = status_words(application, audience)
    return str(words.headline), str(words.details)


@pytest.mark.parametrize("audience", StatusAudience)
@pytest.mark.parametrize("status", SENT_STATUSES)
def test_every_audience_has_words_for_every_status(audience, status):
    assert STATUS_WORDS[audience][status].headline


@pytest.mark.parametrize("status", SENT_STATUSES)
def test_every_status_has_a_title_in_the_timeline(status):
    assert TIMELINE_TITLES[status]


def test_every_letter_about_a_case_has_a_subject():
    without_a_table = (NotificationKind.DRAFT_WAITS, NotificationKind.PROGRESSED)
    kinds = {kind for kind in NotificationKind if kind not in without_a_table and not kind.startswith("enquiry_")}

    assert kinds <= set(LETTER_SUBJECTS)


@pytest.mark.parametrize("audience", StatusAudience)
@pytest.mark.parametrize("make", [factories.registered, factories.in_work, returned])
def test_no_placeholder_stays_in_the_words(officer, audience, make):
    assert not re.search(r"%\(|%s", " ".join(texts(make(officer), audience)))


def test_a_correction_that_was_sent_is_named_to_the_officer_only(officer):
    case = factories.registered(officer)
    case.status = ApplicationStatus.SUBMITTED

    assert texts(case, StatusAudience.OFFICER)[0] == "Correction sent"
    assert texts(case, StatusAudience.APPLICANT)[0] == "The centre registered the application under number 1/26."
    assert texts(case, StatusAudience.GUEST)[0] == "The centre has received the application."
    assert RESUBMITTED not in STATUS_WORDS[StatusAudience.GUEST]


def test_the_applicant_reads_what_the_officer_asked_for_and_a_guest_does_not(officer):
    case = returned(officer)

    headline, details = texts(case, StatusAudience.APPLICANT)
    assert headline == "Не видно печатки"
    assert details.startswith("Answer by 20")
    headline, details = texts(case, StatusAudience.GUEST)
    assert headline == "The centre asks you to correct the application."
    assert details.startswith("Answer by 20")
    assert details.endswith("Sign in to see it.")


def test_only_the_applicant_reads_how_it_was_decided(officer):
    case = factories.in_work(officer)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=factories.NOON)
    case = Application.objects.get(pk=case.pk)

    assert texts(case, StatusAudience.APPLICANT)[0] == "The decision is positive, we prepare the document."
    assert texts(case, StatusAudience.GUEST) == ("The decision is made.", "Sign in to see it.")


def test_who_applied_on_paper_is_sent_to_the_centre_for_the_result(officer):
    case = factories.in_work(officer)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=factories.NOON)
    case = Application.objects.get(pk=case.pk)
    case.channel = ApplicationChannel.DESK

    assert texts(case, StatusAudience.GUEST)[1] == "Come to the centre with your document."


def test_the_officer_reads_who_works_on_the_case(officer):
    assert (
        texts(factories.in_work(officer), StatusAudience.OFFICER)[1]
        == f"{officer.person.short_name} works on this case."
    )


def test_the_term_is_named_while_it_runs(officer):
    case = factories.registered(officer)

    assert re.fullmatch(r"Nothing is needed from you\. Decision by .+\.", texts(case, StatusAudience.APPLICANT)[1])


@pytest.mark.parametrize(
    ("before", "after", "title"),
    [
        ("draft", "submitted", "Sent"),
        ("returned", "submitted", "Correction sent"),
        ("registered", "in_work", "Taken to work"),
        ("submitted", "in_work", "Taken up again"),
        ("submitted", "registered", "Registered under number 7/26"),
    ],
)
def test_a_step_is_named_by_where_it_came_from(before, after, title):
    assert timeline_title(before, after, registration_number="7/26") == title


@pytest.mark.parametrize(
    ("event", "facts", "subject"),
    [
        ("taken", {}, "Application 5: taken to work"),
        ("taken", {"is_again": True}, "Application 5: we go on with your correction"),
        ("decided", {}, "Application 5: granted"),
        ("decided", {"is_refusal": True}, "Application 5: refused, and why"),
    ],
)
def test_a_letter_says_in_its_subject_what_happened(event, facts, subject):
    assert letter_subject(event, number="5", **facts) == subject
