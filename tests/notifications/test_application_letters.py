"""What people are told: the words of each letter, in the inbox and by e-mail."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from tests import factories
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus, DecisionOutcome
from vikno.catalogue.models import RefusalGround
from vikno.notifications.models import Notification, NotificationKind
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def page(name: str, *args) -> str:
    with translation.override("en"):
        return "http://localhost:8000" + reverse(name, args=args)


def returned(officer, reader, noon, **of) -> Application:
    case = factories.in_work(officer, person=reader, **of)
    operations.return_for_correction(
        application=case,
        officer=officer,
        reason="На плані не видно будинку",
        remarks={"address": "Вкажіть номер будинку", "right": ""},
        due_on=date(2026, 3, 20),
        at=noon + DAY,
    )
    return Application.objects.get(pk=case.pk)


def refuse(case, officer, noon):
    return operations.decide(
        application=case,
        officer=officer,
        outcome=DecisionOutcome.REFUSED,
        ground=RefusalGround.objects.get(card=case.service.card),
        reasons="Договір закінчився торік",
        at=noon + DAY,
    )


def test_a_sent_application_is_confirmed_with_its_number_and_deadline(told, reader):
    case = factories.submitted(person=reader)

    message, letter = told()

    assert message.kind == NotificationKind.SUBMITTED
    assert message.subject == letter.subject == f"Application {case.number}: we have received it"
    assert letter.to == ["reader@example.com"]
    assert "“Реєстрація місця проживання” on 2 March 2026, 12:00" in letter.body
    assert "Decision no later than: 12 March 2026" in letter.body
    assert message.body in letter.body
    assert page("cabinet:application", case.uid) in letter.body
    assert case.centre.name in letter.body


def test_registration_names_the_incoming_number(told, reader, officer):
    case = factories.registered(officer, person=reader)

    message, letter = told()

    assert message.subject == f"Application {case.number}: registered"
    assert f"under number {case.registration.number} of 2 March 2026" in letter.body


def test_taking_to_work_names_who_took_it(told, reader, officer):
    case = factories.in_work(officer, person=reader)

    message, _ = told()

    assert message.subject == f"Application {case.number}: taken to work"
    assert f"Officer: {officer.person.short_name}" in message.body


def test_a_return_says_why_and_what_by_the_labels_of_the_questions(told, reader, officer, noon):
    case = returned(officer, reader, noon)

    message, letter = told()

    assert message.subject == f"Application {case.number}: your action is needed"
    for expected in (
        "Please make it by 20 March 2026",
        "На плані не видно будинку",
        "– Адреса: Вкажіть номер будинку",
        "– На якій підставі Ви тут живете?\n",
        page("cabinet:correct", case.uid),
    ):
        assert expected in letter.body
    assert "address" not in letter.body
    assert "right" not in letter.body.replace("bright", "")


def test_a_correction_is_confirmed_and_then_gone_on_with(told, reader, officer, noon):
    case = returned(officer, reader, noon)
    told()
    typed = {"address": {**factories.COMPLETE_ANSWERS["address"], "house": "15"}}
    operations.answer(application=case, typed=typed, at=noon + 2 * DAY)
    operations.resubmit(application=case, at=noon + 2 * DAY)
    confirmed, _ = told()
    operations.take(application=case, officer=officer, at=noon + 3 * DAY)
    gone_on, _ = told()

    assert confirmed.subject == f"Application {case.number}: we have received your correction"
    assert "Decision no later than: 13 March 2026" in confirmed.body
    assert gone_on.subject == f"Application {case.number}: we go on with your correction"
    assert "as you have corrected it" in gone_on.body


def test_a_return_that_is_told_late_still_tells_what_was_asked(told, reader, officer, noon):
    case = returned(officer, reader, noon)
    operations.resubmit(application=case, at=noon + 2 * DAY)

    told()

    kinds = list(Notification.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["submitted", "registered", "taken", "returned", "resubmitted"]
    assert "Вкажіть номер будинку" in Notification.objects.get(kind=NotificationKind.RETURNED).body


def test_more_time_is_taken_with_its_reason_and_new_date(told, reader, officer, noon):
    case = factories.in_work(officer, person=reader)
    operations.extend(application=case, officer=officer, days=3, reason="Чекаємо на реєстр", at=noon)
    operations.extend(application=case, officer=officer, days=1, reason="Чекаємо ще", at=noon + DAY)

    told()

    first, second = Notification.objects.filter(kind=NotificationKind.EXTENDED).order_by("pk")
    assert "We need 3 days more" in first.body
    assert "Чекаємо на реєстр" in first.body
    assert "15 March 2026" in first.body
    assert "We need 1 day more" in second.body
    assert "16 March 2026" in second.body


def test_a_refusal_comes_with_its_ground_its_reasons_and_how_to_appeal(told, reader, officer, noon):
    case = factories.in_work(officer, person=reader)
    case.service.card.appeal = "Скаргу приймає відділ до 2 квітня."
    case.service.card.save(update_fields=["appeal"])
    refuse(case, officer, noon)

    message, letter = told()

    assert message.subject == f"Application {case.number}: refused, and why"
    for expected in ("Подано не всі документи", "Договір закінчився торік", "Скаргу приймає відділ до 2 квітня."):
        assert expected in letter.body


def test_a_granted_application_is_told_so(told, reader, officer, noon):
    case = factories.in_work(officer, person=reader)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=noon)

    message, letter = told()

    assert message.subject == f"Application {case.number}: granted"
    assert "is in your favour" in letter.body
    assert "refus" not in letter.body


@pytest.mark.parametrize(
    ("issue", "expected"),
    [
        pytest.param({"upload": factories.png()}, "Download it in your cabinet.", id="a file"),
        pytest.param({"where": "ЦНАП, місце 3"}, "Where to collect it: ЦНАП, місце 3", id="a paper"),
    ],
)
def test_a_result_says_how_to_get_it(told, reader, officer, noon, issue, expected):
    case = factories.in_work(officer, person=reader)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=noon)
    operations.issue(application=case, officer=officer, title="Витяг", at=noon, **issue)

    message, _ = told()

    assert message.subject == f"Application {case.number}: the result is ready"
    assert f"Витяг\n{expected}" in message.body


def test_a_withdrawal_is_confirmed(told, reader, noon):
    case = operations.withdraw(application=factories.submitted(person=reader), at=noon)

    message, _ = told()

    assert message.subject == f"Application {case.number}: withdrawn"


def test_a_draft_left_lying_is_said_not_to_be_sent(told, reader, noon):
    draft = factories.draft(person=reader)
    operations.remind_of_drafts(at=noon + 4 * DAY)

    message, letter = told()

    assert message.subject == "Not sent yet: Реєстрація місця проживання"
    assert "the centre has not received it" in letter.body
    assert "on 1 April 2026 we will delete the draft" in letter.body
    assert page("cabinet:check", draft.uid) in letter.body


def test_a_letter_is_in_the_language_of_the_person(told, noon):
    factories.submitted(person=factories.PersonFactory(language="uk"))

    message, letter = told()

    assert message.language == "uk"
    assert letter.extra_headers["Content-Language"] == "uk"
    assert "/en/" not in letter.body


def test_no_letter_gives_away_numbers_of_the_person(told, reader, officer, noon, mailoutbox):
    refuse(factories.in_work(officer, person=reader), officer, noon)
    case = returned(officer, reader, noon)
    operations.withdraw(application=case, at=noon + 2 * DAY)

    told()

    sent = "".join(letter.subject + letter.body for letter in mailoutbox)
    assert len(mailoutbox) == 9
    for secret in (factories.COMPLETE_ANSWERS["rnokpp"], "1759013776", "671234567", "Зразкова Олена", case.access_code):
        assert secret not in sent


def test_what_officers_write_is_plain_text(told, reader, officer, noon):
    case = factories.in_work(officer, person=reader)
    operations.extend(application=case, officer=officer, days=1, reason="<b>A & B</b> {{ 1 }} {% now %}", at=noon)

    message, letter = told()

    assert "<b>A & B</b> {{ 1 }} {% now %}" in message.body
    assert "<b>A & B</b>" in letter.body


def test_a_line_break_in_a_title_does_not_reach_the_headers(told, reader, noon):
    draft = factories.draft(person=reader)
    draft.service.title = "Довідка\r\nBcc: all@example.com " + "а" * 300
    draft.service.save(update_fields=["title"])
    operations.remind_of_drafts(at=noon + 4 * DAY)

    message, letter = told()

    assert message.subject.startswith("Not sent yet: Довідка Bcc: all@example.com")
    assert len(message.subject) <= 200
    assert letter.bcc == []


def test_every_status_after_the_draft_has_a_kind_of_message():
    assert {status.value for status in ApplicationStatus} - set(NotificationKind.values) == {"draft", "in_work"}


def test_a_letter_is_about_the_row_that_its_event_names(told, officer, reader, noon):
    case = returned(officer, reader, noon)
    correction = case.corrections.get()
    correction.pk, correction.reason, correction.answered_at = None, "Інше зауваження", noon + DAY
    correction.save(force_insert=True)

    message, _ = told()

    assert "На плані не видно будинку" in message.body


def test_a_letter_about_an_event_that_names_no_row_is_about_the_newest_one(told, officer, reader, noon):
    returned(officer, reader, noon)
    for event in Event.objects.all():
        event.payload = {key: value for key, value in event.payload.items() if not key.endswith("_id")}
        event.save(update_fields=["payload"])

    message, _ = told()

    assert "На плані не видно будинку" in message.body
