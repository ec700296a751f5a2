"""What a person does with a connection and with what is stuck in it. Each of it is written to the audit."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from vikno.audit.operations import record as record_audit
from vikno.integration.models import Connection, InboundMessage
from vikno.integration.operations import inbound_messages
from vikno.integration.operations.webhooks import ping_webhook
from vikno.integration.queries import connector_of
from vikno.outbox import operations as outbox
from vikno.outbox.models import Delivery


@transaction.atomic
def pause_connection(*, connection: Connection, actor: str, at: datetime) -> None:
    """Let nothing out on a connection until it is resumed. Nothing is lost: it waits."""
    for line in connection.lines:
        outbox.pause(consumer=line, at=at)
    record_audit(actor=actor, action="connection.paused", subject=_subject(connection), at=at)


@transaction.atomic
def resume_connection(*, connection: Connection, actor: str, at: datetime) -> None:
    """Open a connection again, and try at once what waits."""
    for line in connection.lines:
        outbox.resume(consumer=line, at=at)
    record_audit(actor=actor, action="connection.resumed", subject=_subject(connection), at=at)


@transaction.atomic
def retry_delivery(*, delivery: Delivery, actor: str, at: datetime) -> bool:
    """Try again what was given up. Return False where it is not given up any more."""
    return _noted(outbox.resend(delivery=delivery, at=at), "delivery.resent", delivery, actor=actor, at=at)


@transaction.atomic
def set_aside_delivery(*, delivery: Delivery, actor: str, at: datetime) -> bool:
    """Give a delivery up for good, so that what comes after it goes out. Return False where it is done or given up for good."""
    return _noted(outbox.set_aside(delivery=delivery, at=at), "delivery.set_aside", delivery, actor=actor, at=at)


@transaction.atomic
def retry_message(*, message: InboundMessage, actor: str, at: datetime) -> bool:
    """Let a message be handled once more. Return False where it is handled already."""
    done = inbound_messages.requeue_message(message=message, at=at)
    if done:
        record_audit(
            actor=actor, action="inbound.retried", subject=audit_subject_of(message), at=at, detail=_of(message)
        )
    return done


@transaction.atomic
def set_aside_message(*, message: InboundMessage, actor: str, at: datetime) -> bool:
    """Set a message aside for good. Return False where it is handled already."""
    done = inbound_messages.drop_message(message=message, at=at)
    if done:
        record_audit(
            actor=actor, action="inbound.set_aside", subject=audit_subject_of(message), at=at, detail=_of(message)
        )
    return done


@transaction.atomic
def request_check(*, connection: Connection, at: datetime) -> None:
    """Write down that it is wanted to know whether the other side can be spoken to: a worker finds out, a page does not wait."""
    Connection.objects.filter(pk=connection.pk).update(check_asked_at=at)


def check_connection(*, connection: Connection, at: datetime) -> None:
    """Find out whether the other side can be spoken to, and write down what was found, in the language of the site.

    A system that fetches its news itself is sent a trial by its webhook, if it has one.
    """
    with override(settings.LANGUAGE_CODE):
        found = ping_webhook(connection=connection, at=at) or connector_of(connection).check()
        words = str(found.words)
    Connection.objects.filter(pk=connection.pk).update(checked_at=at, check_is_ok=found.is_ok, check_words=words[:300])


def audit_subject_of(message: InboundMessage) -> str:
    """Return how the audit names what a message is about: the case, where it is known."""
    return message.application.ref if message.application else _subject(message.connection)


def _noted(done: bool, action: str, delivery: Delivery, *, actor: str, at: datetime) -> bool:
    if done:
        detail = {"event": delivery.event.name, "line": delivery.consumer}
        record_audit(actor=actor, action=action, subject=delivery.subject_id, at=at, detail=detail)
    return done


def _of(message: InboundMessage) -> dict[str, str | int]:
    return {"connection": message.connection.code, "message": message.pk}


def _subject(connection: Connection) -> str:
    return f"connection:{connection.uid}"
