"""Messages of other systems: in any order, late, repeated, or unreadable."""

import json
from datetime import date, timedelta

import pytest
from django.utils.translation import gettext

from tests import factories
from tests.integration import scripted_partner
from vikno.applications import operations as applications
from vikno.applications.models import Application, ApplicationStatus
from vikno.integration import operations
from vikno.integration.connectors.base import RawInboundMessage
from vikno.integration.models import ConnectionAlert, ExternalCase, InboundMessage, Milestone, StatusMapping
from vikno.notifications.models import Notification
from vikno.outbox.models import Event
from vikno.outbox.operations import deliver_due

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
Kept = InboundMessage.InboundMessageStatus


@pytest.fixture
def say(joined, noon):
    """A function that stores and handles a message of the other side about a case, and returns the handled message."""

    def speak(key: str, application: Application, *, at=noon, said=(), **more) -> InboundMessage:
        body = json.dumps({"application": application.number, **dict(said), **more}, default=str).encode()
        incoming = RawInboundMessage(id=key, kind="said", body=body)
        message, _is_new = operations.store_message(connection=joined, incoming=incoming, at=at)
        return operations.handle_message(message=message, at=at)

    return speak


def now(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_a_case_goes_its_whole_way_in_the_other_system(sent, say, noon):
    say("1", sent, received=True)
    say("2", sent, registered={"number": "01-12/7", "on": None})
    say("3", sent, status="У роботі", who="Іваненко І. І.")
    say("4", sent, status="Надано")
    say("5", sent, files=[scripted_partner.result()])

    case = now(sent)
    assert case.status == ApplicationStatus.ISSUED
    assert case.registration.number == "01-12/7"
    assert case.results.get().file.media_type == "image/png"
    assert sent.cases.get().who == "Іваненко І. І."
    assert [change.after for change in case.status_changes.order_by("pk")][1:] == [
        "registered",
        "in_work",
        "decided",
        "issued",
    ]


def test_what_was_not_mentioned_is_gone_through(sent, say):
    say("1", sent, status="Видано", note="Кабінет 5")

    case = now(sent)
    assert case.status == ApplicationStatus.ISSUED
    assert case.decision.outcome == "granted"
    assert case.results.get().where == "Кабінет 5"
    assert sent.cases.get().received_at is not None


def test_what_a_file_may_still_follow_is_not_taken_for_a_paper_at_once(sent, say, noon):
    waits = say("1", sent, status="Видано", settles_in=120)
    assert (waits.status, waits.trouble, now(sent).status) == (Kept.NEW, "", ApplicationStatus.SUBMITTED)

    operations.run_exchange_once(at=noon + 2 * MINUTE)

    assert (now(sent).status, sent.results.get().file) == (ApplicationStatus.ISSUED, None)


def test_a_file_that_follows_what_it_belongs_to_is_the_only_result(sent, say, noon):
    waits = say("1", sent, order=7, status="Видано", settles_in=120)
    say("2", sent, order=7, status="Видано", files=[scripted_partner.result()])
    waits.refresh_from_db()
    assert (waits.status, now(sent).status) == (Kept.NEW, ApplicationStatus.ISSUED)

    waits = operations.handle_message(message=waits, at=noon + 2 * MINUTE)

    assert (waits.status, sent.results.get().file is None) == (Kept.LATE, False)


def test_what_is_issued_and_refused_in_one_message_is_both(sent, say):
    say("1", sent, status="Видано", decided={"granted": False, "ground": "ст. 9", "reasons": "Бракує договору"})

    case = now(sent)
    assert (case.status, case.decision.outcome) == (ApplicationStatus.ISSUED, "refused")
    assert not ConnectionAlert.objects.exists()


def test_where_a_decision_and_its_word_differ_the_decision_counts_and_the_centre_is_told(sent, say):
    say("1", sent, status="Надано", decided={"granted": False, "ground": "ст. 9", "reasons": "Бракує договору"})

    assert now(sent).decision.outcome == "refused"
    assert ConnectionAlert.objects.get().kind == ConnectionAlert.ConnectionAlertKind.DIFFERENCE


def test_what_is_asked_and_its_word_are_one_return(sent, say):
    say("1", sent, status="Повернуто", asked={"reason": "Додайте договір"})

    assert now(sent).status == ApplicationStatus.RETURNED
    assert sent.corrections.get().reason == "Додайте договір"


def test_the_name_of_another_case_is_for_a_person_at_once(sent, say, officer):
    other = factories.submitted(centre=officer.centre)

    message = say("1", other, remote=sent.cases.get().remote, status="У роботі")

    assert (message.status, now(other).status) == (Kept.TROUBLE, ApplicationStatus.SUBMITTED)
    assert "R-1" in message.trouble


def test_a_message_that_is_handled_where_it_came_is_left_to_it_until_its_lease_ends(sent, joined, noon):
    incoming = RawInboundMessage(
        id="1", kind="said", body=json.dumps({"application": sent.number, "status": "У роботі"}).encode()
    )
    operations.store_message(connection=joined, incoming=incoming, at=noon, is_held=True)

    assert operations.handle_due_messages(connection=joined, at=noon + MINUTE) == 0

    assert operations.handle_due_messages(connection=joined, at=noon + 6 * MINUTE) == 1
    assert now(sent).status == ApplicationStatus.IN_WORK


def test_a_correction_may_be_entered_there_under_a_number_of_its_own(sent, say, noon):
    say("1", sent, registered={"number": "В-1/26"})
    say("2", sent, asked={"reason": "Додайте договір"})
    applications.resubmit(application=now(sent), at=noon)

    say("3", sent, registered={"number": "В-2/26"})

    assert now(sent).registration.number == "В-1/26"
    assert not ConnectionAlert.objects.exists()


def test_a_message_that_comes_twice_is_followed_once(sent, say):
    first = say("1", sent, status="У роботі")
    again = say("1", sent, status="У роботі")

    assert first == again
    assert now(sent).status_changes.filter(after=ApplicationStatus.IN_WORK).count() == 1


@pytest.mark.parametrize("by", ["order", "at"])
def test_what_is_late_moves_nothing(sent, say, noon, by):
    newer, older = {"order": (2, 1), "at": (str(noon + MINUTE), str(noon))}[by]
    say("2", sent, said={"status": "Надано", by: newer})

    message = say("1", sent, said={"status": "У роботі", by: older})

    assert message.status == Kept.LATE
    assert now(sent).status == ApplicationStatus.DECIDED


def test_a_number_that_comes_late_is_taken_all_the_same(sent, say, noon):
    say("2", sent, status="У роботі", order=2)

    say("1", sent, registered={"number": "77"}, order=1)

    case = now(sent)
    assert (case.status, case.registration.number) == (ApplicationStatus.IN_WORK, "77")


def test_a_status_never_goes_back(sent, say):
    say("1", sent, status="Надано")
    say("2", sent, status="У роботі")

    assert now(sent).status == ApplicationStatus.DECIDED


def test_an_unknown_status_keeps_the_last_one_and_alerts_the_centre(sent, say):
    say("1", sent, status="У роботі")

    message = say("2", sent, status="На візуванні")

    assert message.status == Kept.HANDLED
    assert now(sent).status == ApplicationStatus.IN_WORK
    assert ConnectionAlert.objects.get().subject == "На візуванні"


def test_the_status_map_says_what_the_resident_reads_and_whether_it_is_a_letter(sent, joined, say, noon):
    StatusMapping.objects.create(connection=joined, foreign="На візуванні", words_uk="Документ погоджують")
    StatusMapping.objects.create(connection=joined, foreign="Архів", words_uk="У шафі", sends_letter=False)

    say("1", sent, status="на візуванні ")
    say("2", sent, status="Архів")
    deliver_due(at=noon)

    words = [
        milestone.text for milestone in sent.milestones.filter(kind=Milestone.MilestoneKind.PROGRESS).order_by("pk")
    ]
    assert words == ["Документ погоджують", "У шафі"]
    assert Notification.objects.get(kind="progressed").body.count("Документ погоджують") == 1


def test_a_refusal_gives_the_ground_and_the_reasons_of_the_other_system(sent, say):
    say("1", sent, decided={"granted": False, "ground": "Стаття 5", "reasons": "Немає згоди"})

    decision = now(sent).decision
    assert (decision.outcome, decision.ground, decision.reasons) == ("refused", "Стаття 5", "Немає згоди")
    assert decision.appeal


def test_a_return_without_marked_answers_and_date_opens_all_of_them_for_the_usual_days(sent, say, noon, settings):
    settings.CORRECTION_DAYS = 12

    say("1", sent, asked={"reason": "Не видно будинку"})

    correction = now(sent).corrections.get()
    assert now(sent).status == ApplicationStatus.RETURNED
    assert correction.reason == "Не видно будинку"
    assert len(correction.remarks) > 1
    assert correction.due_on == date(2026, 3, 14)


def test_a_corrected_case_goes_out_again_and_on(sent, joined, say, desk, noon):
    say("1", sent, asked={"reason": "Не видно будинку"})
    applications.resubmit(application=now(sent), at=noon + MINUTE)
    operations.run_exchange_once(at=noon + MINUTE)

    say("2", sent, status="У роботі")

    assert desk.kinds(sent.number) == ["submitted", "resubmitted"]
    assert now(sent).status == ApplicationStatus.IN_WORK


def test_a_result_that_comes_before_the_decision_waits_for_it(sent, say, noon):
    early = say("2", sent, files=[scripted_partner.result()])
    assert early.status == Kept.NEW

    say("1", sent, status="Надано", at=noon)
    operations.handle_due_messages(connection=early.connection, at=noon)

    assert now(sent).status == ApplicationStatus.ISSUED


def test_a_second_result_is_put_to_the_first_and_the_same_one_is_not(sent, say):
    say("1", sent, status="Надано", files=[scripted_partner.result("a.png")])
    say("2", sent, files=[scripted_partner.result("b.p7s", b"signature")])
    say("3", sent, files=[scripted_partner.result("again.png")])

    results = now(sent).results.order_by("pk")
    assert [result.file.name for result in results] == ["a.png", "b.p7s"]
    assert [result.title for result in results] == ["a.png", gettext("Signature of the result")]


def test_what_is_granted_needs_no_reasons_and_none_are_invented(sent, say):
    say("1", sent, decided={"granted": True})

    assert now(sent).decision.reasons == ""


def test_a_file_that_came_damaged_is_fetched_again(sent, say, noon):
    named = scripted_partner.result("a.png")
    whole, scripted_partner.DESK.files["a.png"] = scripted_partner.DESK.files["a.png"], b"half"
    message = say("1", sent, status="Надано", files=[named])
    assert (message.status, now(sent).results.count()) == (Kept.NEW, 0)

    scripted_partner.DESK.files["a.png"] = whole
    operations.handle_due_messages(connection=message.connection, at=noon + MINUTE)

    assert now(sent).results.count() == 1


def test_what_cannot_be_understood_waits_for_a_person_with_its_raw_words(sent, joined, noon):
    incoming = RawInboundMessage(id="x", kind="said", body=b"\x00\xff not json")
    message, _new = operations.store_message(connection=joined, incoming=incoming, at=noon)

    message = operations.handle_message(message=message, at=noon)

    assert (message.status, message.trouble, message.body) == (Kept.TROUBLE, "It is no JSON.", incoming.body)


def test_a_message_of_a_case_that_nobody_knows_is_given_time_and_then_to_a_person(joined, noon):
    incoming = RawInboundMessage(id="x", kind="said", body=b'{"application": "26-999999-9"}')
    message, _new = operations.store_message(connection=joined, incoming=incoming, at=noon)
    for hours in range(9):
        operations.handle_due_messages(connection=joined, at=noon + timedelta(hours=hours))

    message.refresh_from_db()
    assert message.status == Kept.TROUBLE
    assert operations.requeue_message(message=message, at=noon)
    assert operations.drop_message(message=message, at=noon)
    assert not operations.drop_message(message=message, at=noon)


def test_what_the_case_does_not_allow_any_more_waits_for_a_person(sent, say, noon):
    applications.withdraw(application=now(sent), at=noon)

    message = say("1", sent, registered={"number": "5"})

    assert message.status == Kept.TROUBLE
    assert now(sent).status == ApplicationStatus.WITHDRAWN


def test_a_system_that_declines_a_case_alerts_the_centre_and_moves_nothing(sent, say):
    say("1", sent, declined="Немає підпису")

    assert ConnectionAlert.objects.get().kind == ConnectionAlert.ConnectionAlertKind.DECLINED
    assert sent.milestones.get(kind=Milestone.MilestoneKind.DECLINED).note == "Немає підпису"
    assert now(sent).status == ApplicationStatus.SUBMITTED


def test_another_number_than_before_alerts_and_changes_nothing(sent, say):
    say("1", sent, registered={"number": "5"})
    say("2", sent, registered={"number": "6"})

    assert now(sent).registration.number == "5"
    assert ConnectionAlert.objects.get().kind == ConnectionAlert.ConnectionAlertKind.DIFFERENCE


def test_a_system_that_does_not_lead_tells_how_far_it_is_and_moves_nothing(connect, officer, noon):
    connect("first")
    second = connect("second", leads=False)
    application = factories.submitted(centre=officer.centre)
    body = json.dumps({"application": application.number, "status": "Надано"}).encode()
    message, _new = operations.store_message(
        connection=second, incoming=RawInboundMessage(id="1", kind="said", body=body), at=noon
    )

    operations.handle_message(message=message, at=noon)

    assert now(application).status == ApplicationStatus.SUBMITTED
    assert ExternalCase.objects.get(connection=second).status == "Надано"


def test_all_messages_in_the_worst_order_and_twice_end_where_they_should(sent, desk, joined, noon):
    updates = [
        {"received": True, "order": 1},
        {"registered": {"number": "9"}, "order": 2},
        {"status": "У роботі", "order": 3},
        {"decided": {"granted": True}, "order": 4},
        {"files": [scripted_partner.result()], "order": 5},
    ]
    for number, update in reversed(list(enumerate(updates * 2))):
        desk.say(f"m{number % 5}", application=sent.number, **update)

    for minutes in range(0, 30, 5):
        operations.run_exchange_once(at=noon + timedelta(minutes=minutes))

    case = now(sent)
    assert (case.status, case.registration.number, case.results.count()) == (ApplicationStatus.ISSUED, "9", 1)
    assert Event.objects.filter(name="application.issued").count() == 1
    assert not InboundMessage.objects.filter(status__in=[Kept.NEW, Kept.TROUBLE]).exists()


def test_a_worker_killed_between_keeping_and_confirming_fetches_nothing_twice(sent, desk, joined, noon, monkeypatch):
    desk.say("m1", application=sent.number, status="У роботі")

    def die(self, incoming) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(scripted_partner.ScriptedConnector, "confirm", die)
        with pytest.raises(KeyboardInterrupt):
            operations.run_exchange_once(at=noon + MINUTE)
    operations.run_exchange_once(at=noon + timedelta(minutes=20))

    assert desk.confirmed == ["m1"]
    assert InboundMessage.objects.count() == 1
    assert now(sent).status == ApplicationStatus.IN_WORK


def test_a_partner_that_cannot_be_asked_is_left_alone_for_a_while(joined, desk, noon, monkeypatch):
    def away(self, cursor):
        raise scripted_partner.Unreachable("away")
        yield

    monkeypatch.setattr(scripted_partner.ScriptedConnector, "poll", away)

    operations.run_exchange_once(at=noon)

    joined.refresh_from_db()
    assert (joined.poll_failures, joined.poll_trouble) == (1, "away")
    assert joined.poll_at > noon


def test_a_number_of_its_own_register_may_be_one_that_the_centre_has_given(sent, say, officer, noon):
    ours = factories.submitted(centre=officer.centre)
    # The centre works on this one itself, so its officer may register it.
    Application.objects.filter(pk=ours.pk).update(led_by=None)
    registration = applications.register(application=ours, officer=officer, at=noon)

    message = say("1", sent, registered={"number": registration.number, "on": None})

    assert message.status == Kept.HANDLED
    assert now(sent).registration.number == registration.number


def test_a_number_that_it_has_given_before_needs_a_person(sent, say, noon):
    other = factories.submitted(centre=sent.centre)
    operations.run_exchange_once(at=noon)
    say("1", sent, registered={"number": "1/26", "on": None})

    message = say("2", other, registered={"number": "1/26", "on": None})

    assert message.status == Kept.TROUBLE
    assert "1/26" in message.trouble
