"""Once for each event: to whom, where, and what happens when the mail does not go out."""

from email.utils import formataddr

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction

from tests import factories
from tests.applications.test_races import at_once
from vikno.applications import operations
from vikno.applications.operations.submissions import PaperApplication
from vikno.notifications.channels.email import sender_address
from vikno.notifications.models import Notification
from vikno.notifications.operations import mark_read, send_notification
from vikno.notifications.tasks import notify
from vikno.outbox.models import Delivery, DeliveryStatus, Event

pytestmark = pytest.mark.django_db


class MailIsDown(OSError):
    """What smtplib raises is an OSError too."""


class DownBackend(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise MailIsDown


def desk_case(officer, noon, **details):
    offering = factories.OfferingFactory(centre=officer.centre)
    paper = PaperApplication(details={"family_name": "Зразковий", "given_name": "Тест", **details})
    return operations.intake(service=offering.service, centre=officer.centre, officer=officer, paper=paper, at=noon)


def test_a_repeated_delivery_makes_one_message_and_one_letter(noon, reader, mailoutbox):
    factories.submitted(person=reader)
    event = Event.objects.get()

    notify(event, at=noon)
    notify(event, at=noon)

    assert Notification.objects.count() == 1
    assert len(mailoutbox) == 1


def test_a_letter_that_could_not_go_out_leaves_the_message_and_goes_out_later(noon, reader, mailoutbox, settings, told):
    factories.submitted(person=reader)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.notifications.test_notifications.DownBackend"
    told(noon)

    assert Notification.objects.of(reader).unread().count() == 1
    assert Notification.objects.get().mailed_at is None
    assert Delivery.objects.get(consumer="notifications").status == DeliveryStatus.WAITING

    settings.EMAIL_BACKEND = working
    told()

    assert len(mailoutbox) == 1
    assert Notification.objects.get().mailed_at is not None
    assert Delivery.objects.get(consumer="notifications").status == DeliveryStatus.DONE


def test_a_repeat_of_a_letter_carries_the_same_id(noon, reader, mailoutbox):
    factories.submitted(person=reader)
    event = Event.objects.get()

    message = send_notification(event=event, at=noon)
    Notification.objects.update(mailed_at=None)
    send_notification(event=event, at=noon)

    ids = {letter.message()["Message-ID"] for letter in mailoutbox}
    assert len(mailoutbox) == 2
    assert ids == {f"<{message.uid}@localhost>"}


def test_a_message_is_sealed_in_the_database(noon, reader, officer):
    case = factories.in_work(officer, person=reader)
    operations.extend(application=case, officer=officer, days=1, reason="Причина особиста", at=noon)
    send_notification(event=Event.objects.latest("pk"), at=noon)

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM notifications_message")
        (body,) = cursor.fetchone()

    assert "особиста" not in body
    assert "особиста" in Notification.objects.get().body


def test_somebody_from_the_desk_gets_a_letter_and_has_no_inbox(noon, officer, mailoutbox, settings):
    settings.LANGUAGE_CODE = "en"
    case = desk_case(officer, noon, email="desk@example.com")

    message = send_notification(event=Event.objects.get(), at=noon)
    send_notification(event=Event.objects.get(), at=noon)

    (letter,) = mailoutbox
    assert message.person is None
    assert letter.to == ["desk@example.com"]
    assert "access code from your receipt" in letter.body
    assert "cabinet" not in letter.body
    assert case.access_code not in letter.body


def test_somebody_from_the_desk_without_an_address_is_not_written_to(noon, officer, mailoutbox):
    desk_case(officer, noon)

    assert send_notification(event=Event.objects.get(), at=noon) is None
    assert mailoutbox == []
    assert Notification.objects.count() == 0


def test_a_closed_account_is_not_written_to(noon, reader, mailoutbox):
    factories.submitted(person=reader)
    reader.is_active = False
    reader.save(update_fields=["is_active"])

    send_notification(event=Event.objects.get(), at=noon)

    assert mailoutbox == []


def test_an_answer_to_a_letter_goes_to_the_centre(noon, reader, mailoutbox):
    case = factories.submitted(person=reader)
    case.centre.email = "centre@example.com"
    case.centre.save(update_fields=["email"])

    send_notification(event=Event.objects.get(), at=noon)

    assert mailoutbox[0].reply_to == ["centre@example.com"]


@pytest.mark.parametrize("name", ["application.taken_over", "application.seen", "centre.closed"])
def test_nobody_is_told_of_what_does_not_concern_them(noon, reader, mailoutbox, name):
    factories.submitted(person=reader)
    event = Event.objects.get()
    event.name = name

    assert send_notification(event=event, at=noon) is None
    assert mailoutbox == []


def test_a_draft_deleted_before_its_reminder_goes_out_is_passed_over(noon, reader, mailoutbox):
    draft = factories.draft(person=reader)
    operations.remind_of_drafts(at=noon.replace(month=4))
    operations.discard(application=draft)

    assert send_notification(event=Event.objects.get(), at=noon) is None
    assert mailoutbox == []


def test_a_reminder_goes_with_its_draft(noon, reader):
    draft = factories.draft(person=reader)
    operations.remind_of_drafts(at=noon.replace(month=4))
    send_notification(event=Event.objects.get(), at=noon)

    operations.discard(application=draft)

    assert Notification.objects.count() == 0


def test_a_message_is_read_once(noon, reader):
    factories.submitted(person=reader)
    message = send_notification(event=Event.objects.get(), at=noon)

    mark_read(message=message, at=noon)
    mark_read(message=Notification.objects.get(), at=noon.replace(hour=20))

    assert Notification.objects.get().read_at == noon
    assert message.is_read
    assert not Notification.objects.of(reader).unread().exists()


def test_messages_of_others_are_not_seen(noon, reader):
    factories.submitted(person=reader)
    send_notification(event=Event.objects.get(), at=noon)

    assert Notification.objects.of(reader).count() == 1
    assert Notification.objects.of(factories.PersonFactory()).count() == 0


def test_the_database_keeps_one_message_for_an_event_and_a_person(noon, reader):
    factories.submitted(person=reader)
    message = send_notification(event=Event.objects.get(), at=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.bulk_create([again(message)])


def again(message: Notification) -> Notification:
    """Return a second message about the same event to the same person."""
    fields = ("event", "person", "application", "kind", "language", "subject", "body", "created_at")
    return Notification(**{name: getattr(message, name) for name in fields})


def test_the_database_keeps_one_letter_for_an_event_without_an_inbox(noon, officer):
    desk_case(officer, noon, email="desk@example.com")
    message = send_notification(event=Event.objects.get(), at=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.bulk_create([again(message)])


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races are shown on PostgreSQL")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_at_once_write_one_message(noon, reader, mailoutbox):
    factories.submitted(person=reader)
    event = Event.objects.get()

    at_once(*[lambda: send_notification(event=event, at=noon)] * 4)

    assert Notification.objects.count() == 1


def test_a_letter_comes_from_the_centre_by_its_name_unless_the_setting_names_somebody(settings):
    settings.DEFAULT_FROM_EMAIL = "post@example.com"
    assert sender_address("ЦНАП") == formataddr(("ЦНАП", "post@example.com"))

    settings.DEFAULT_FROM_EMAIL = "Вербівка <post@example.com>"
    assert sender_address("ЦНАП") == formataddr(("Вербівка", "post@example.com"))
