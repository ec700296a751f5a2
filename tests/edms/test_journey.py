"""The portal and a real Mayan: an application goes out by the exchange, a clerk works it there, the applicant follows it here."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.edms.mayan_user import MayanUser
from tests.patience import wait_until
from tools.edms.own_mayan import OwnMayan
from vikno.applications import operations as applications
from vikno.applications.models import Application, ApplicationStatus
from vikno.files.queries import read_content
from vikno.integration import operations
from vikno.integration.connectors.mayan import schema
from vikno.integration.connectors.mayan.client import MayanClient
from vikno.integration.connectors.mayan.inbound import EventCursor, last_event_id
from vikno.integration.connectors.mayan.mapping import FILES_COME_WITHIN
from vikno.integration.models import Connection, ConnectionAlert, ExternalCase, InboundMessage, Milestone
from vikno.outbox.models import Delivery, DeliveryStatus
from vikno.serials.models import Serial

pytestmark = pytest.mark.django_db
# The database forgets after each test which numbers were given, and Mayan does not.
series = itertools.count(5000, 10)
LATER = timedelta(minutes=6)
EXTRACT = factories.png(size=9).content
RENT = {**factories.COMPLETE_ANSWERS, "right": "rent"}


@pytest.fixture
def archive(mayan: OwnMayan, token: str) -> Connection:
    """Mayan as the system in which every case of a centre is worked; what other tests left there is passed over."""
    Serial.objects.update_or_create(series="applications:2026", defaults={"last": next(series)})
    connection = operations.connect(
        code="archive",
        name="Mayan",
        connector="mayan",
        centre=factories.CentreFactory(),
        settings={"url": mayan.address, "token": token},
        actor="person:test",
        at=factories.NOON,
    )
    operations.add_routes(connection=connection, every_service=True)
    with MayanClient(mayan.address, token) as client:
        cursor = str(EventCursor(last=last_event_id(client)))
    Connection.objects.filter(pk=connection.pk).update(cursor=cursor)
    return connection


def rented(archive: Connection) -> Application:
    """Send an application with a file."""
    draft = factories.draft(centre=archive.centre, answers=RENT)
    upload = factories.png("договір.png")
    applications.attach(application=draft, question="contract", upload=upload, at=factories.NOON)
    return applications.submit(application=draft, at=factories.NOON)


def exchange(archive: Connection, *, later: timedelta = timedelta(0)) -> None:
    operations.request_poll(connection=archive)
    operations.run_exchange_once(at=timezone.now() + later)


def exchange_until_issued(archive: Connection, application: Application) -> None:
    """Exchange until Mayan has stored what it took, and the portal has heard of it."""

    def once() -> bool:
        exchange(archive)
        return status(application) == ApplicationStatus.ISSUED

    wait_until(once)


def status(application: Application) -> str:
    return Application.objects.get(pk=application.pk).status


def case_of(application: Application) -> ExternalCase:
    return ExternalCase.objects.get(application=application)


def in_trouble() -> list[str]:
    return [one.trouble for one in InboundMessage.objects.exclude(trouble="")]


@pytest.fixture
def sent(archive: Connection) -> Application:
    application = rented(archive)
    exchange(archive)
    return application


@pytest.fixture
def document(sent: Application) -> str:
    return case_of(sent).remote


def test_what_was_sent_is_a_document_and_the_applicant_sees_that_it_was_received(
    sent: Application, document: str, clerk: MayanUser
):
    files = [one["filename"] for one in clerk.files(document)]

    assert files == ["application.pdf", "application.json", "договір.png"]
    assert clerk.marks(document)[schema.NUMBER.name] == sent.number
    assert list(sent.milestones.order_by("pk").values_list("kind", flat=True)) == [
        Milestone.MilestoneKind.SENT,
        Milestone.MilestoneKind.RECEIVED,
    ]


def test_a_case_is_registered_worked_decided_and_issued_by_the_clerk(
    sent: Application, document: str, archive: Connection, clerk: MayanUser
):
    today = f"{timezone.localdate():%Y-%m-%d}"
    clerk.move(document, "Зареєструвати", registration_number="12/26", registration_date=today)
    exchange(archive)
    assert status(sent) == ApplicationStatus.REGISTERED
    assert (sent.registration.number, f"{sent.registration.on}") == ("12/26", today)

    clerk.move(document, "Взяти в роботу")
    exchange(archive)
    assert status(sent) == ApplicationStatus.IN_WORK
    assert case_of(sent).who == "Іван Іваненко"

    clerk.move(document, "Вирішити: надати", "Усі документи подано")
    exchange(archive)
    assert status(sent) == ApplicationStatus.DECIDED
    assert sent.decision.reasons == "Усі документи подано"

    # In a hurry: Mayan may not have stored the one when it is told of the other.
    clerk.attach(document, "витяг.png", EXTRACT, "Результат")
    clerk.move(document, "Видати результат")
    exchange_until_issued(archive, sent)

    (result,) = sent.results.all()
    assert status(sent) == ApplicationStatus.ISSUED
    assert read_content(result.file) == EXTRACT
    assert in_trouble() == []
    assert not ConnectionAlert.objects.exists()


def test_a_result_that_comes_after_the_word_is_not_taken_for_a_paper(
    sent: Application, document: str, archive: Connection, clerk: MayanUser
):
    for step in ("Зареєструвати", "Взяти в роботу", "Вирішити: надати", "Видати результат"):
        clerk.move(document, step)
    exchange(archive)
    assert status(sent) != ApplicationStatus.ISSUED

    clerk.attach(document, "витяг.png", EXTRACT)
    exchange_until_issued(archive, sent)
    exchange(archive, later=FILES_COME_WITHIN)

    (result,) = sent.results.all()
    assert read_content(result.file) == EXTRACT
    assert in_trouble() == []


def test_a_whole_day_at_once_is_followed_step_by_step(
    sent: Application, document: str, archive: Connection, clerk: MayanUser
):
    clerk.move(document, "Зареєструвати", registration_number="14/26")
    clerk.move(document, "Взяти в роботу")
    clerk.move(document, "Вирішити: відмовити", "Договір прострочений", refusal_ground="Неповні документи")
    clerk.move(document, "Видати результат")

    exchange(archive)
    exchange(archive, later=FILES_COME_WITHIN)

    changes = sent.status_changes.order_by("pk").values_list("after", flat=True)
    assert list(changes) == ["submitted", "registered", "in_work", "decided", "issued"]
    assert (sent.decision.outcome, sent.decision.ground) == ("refused", "Неповні документи")
    assert sent.results.get().where
    assert in_trouble() == []


def test_what_was_returned_is_mended_here_and_goes_on_there(
    sent: Application, document: str, archive: Connection, clerk: MayanUser
):
    until = timezone.localdate() + timedelta(days=20)
    clerk.move(document, "Зареєструвати", registration_number="15/26")
    clerk.move(document, "Повернути на доопрацювання", "Немає підпису", correction_due=f"{until}")
    exchange(archive)
    (correction,) = sent.corrections.all()
    assert (correction.reason, correction.due_on) == ("Немає підпису", until)

    applications.resubmit(application=Application.objects.get(pk=sent.pk), at=timezone.now())
    clerk.write(document, "refusal_ground", "лише думка")
    exchange(archive)
    exchange(archive)

    assert clerk.state(document) == schema.RESUBMITTED.label
    assert status(sent) == ApplicationStatus.SUBMITTED
    assert sent.corrections.count() == 1
    clerk.move(document, "Взяти в роботу")
    exchange(archive)
    assert status(sent) == ApplicationStatus.IN_WORK


def test_a_case_that_was_withdrawn_is_withdrawn_there(
    sent: Application, document: str, archive: Connection, clerk: MayanUser
):
    applications.withdraw(application=Application.objects.get(pk=sent.pk), at=timezone.now())

    exchange(archive)
    exchange(archive)

    assert clerk.state(document) == schema.WITHDRAWN.label
    assert in_trouble() == []


def test_a_delivery_that_is_sent_again_changes_nothing(
    sent: Application, document: str, archive: Connection, clerk: MayanUser
):
    Delivery.objects.filter(consumer=archive.line).update(status=DeliveryStatus.WAITING, next_try_at=factories.NOON)

    exchange(archive)

    assert clerk.documents(sent.number or "") == [document]
    assert len(clerk.files(document)) == 3


def test_while_mayan_is_away_the_case_waits_and_then_goes_out_once(
    mayan: OwnMayan, archive: Connection, clerk: MayanUser
):
    mayan.stop()
    application = rented(archive)
    exchange(archive)
    waiting = Delivery.objects.get(consumer=archive.line)
    assert (waiting.status, waiting.trouble_kind) == (DeliveryStatus.WAITING, "unreachable")
    mayan.start()

    exchange(archive, later=LATER)

    assert clerk.documents(application.number or "") == [case_of(application).remote]
    assert len(clerk.files(case_of(application).remote)) == 3


def test_comparing_mends_what_the_exchange_did_not_hear_of(
    sent: Application, document: str, archive: Connection, clerk: MayanUser
):
    clerk.move(document, "Зареєструвати", registration_number="16/26")
    clerk.move(document, "Взяти в роботу")

    found = operations.reconcile(at=timezone.now())

    assert {one.kind for one in found} == {"status", "registration"}
    assert all(one.is_mended for one in found)
    assert status(sent) == ApplicationStatus.IN_WORK
    assert operations.reconcile(at=timezone.now()) == []
