"""Actions of a person on a connection and on what is stuck in it. Each is written to the audit."""

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
    """Deliver nothing on a connection until it is resumed. Nothing is lost."""
    for line in connection.lines:
        outbox.pause(consumer=line, at=at)
    record_audit(actor=actor, action="connection.paused", subject=_subject(connection), at=at)


@transaction.atomic
def resume_connection(*, connection: Connection, actor: str, at: datetime) -> None:
    """Open a connection again, and try at once what waits there."""
    for line in connection.lines:
        outbox.resume(consumer=line, at=at)
    record_audit(actor=actor, action="connection.resumed", subject=_subject(connection), at=at)


@transaction.atomic
def retry_delivery(*, delivery: Delivery, actor: str, at: datetime) -> bool:
    """Let a delivery be tried again that was given up. Return False where it is not given up any more."""
    return _record_if(outbox.resend(delivery=delivery, at=at), "delivery.resent", delivery, actor=actor, at=at)


@transaction.atomic
def set_aside_delivery(*, delivery: Delivery, actor: str, at: datetime) -> bool:
    """Set a delivery aside for good, so that the later ones go out. Return False where it is done or set aside already."""
    return _record_if(outbox.set_aside(delivery=delivery, at=at), "delivery.set_aside", delivery, actor=actor, at=at)


@transaction.atomic
def retry_message(*, message: InboundMessage, actor: str, at: datetime) -> bool:
    """Let a message be handled once more. Return False where it is handled already."""
    done = inbound_messages.requeue_message(message=message, at=at)
    if done:
        record_audit(
            actor=actor,
            action="inbound.retried",
            subject=audit_subject_of(message),
            at=at,
            detail=_audit_detail(message),
        )
    return done


@transaction.atomic
def set_aside_message(*, message: InboundMessage, actor: str, at: datetime) -> bool:
    """Set a message aside for good. Return False where it is handled already."""
    done = inbound_messages.drop_message(message=message, at=at)
    if done:
        record_audit(
            actor=actor,
            action="inbound.set_aside",
            subject=audit_subject_of(message),
            at=at,
            detail=_audit_detail(message),
        )
    return done


@transaction.atomic
def request_check(*, connection: Connection, at: datetime) -> None:
    """Request a check of the other side. A worker does it, so that no page waits."""
    Connection.objects.filter(pk=connection.pk).update(check_asked_at=at)


def check_connection(*, connection: Connection, at: datetime) -> None:
    """Check the other side, and save the outcome in the language of the site.

    A system that uses the agency API gets a test event by its webhook, if it has one.
    """
    with override(settings.LANGUAGE_CODE):
        outcome = ping_webhook(connection=connection, at=at) or connector_of(connection).check()
        words = str(outcome.words)
    Connection.objects.filter(pk=connection.pk).update(
        checked_at=at, check_is_ok=outcome.is_ok, check_words=words[:300]
    )


def audit_subject_of(message: InboundMessage) -> str:
    """Return the subject of a message in the audit: its case where that is known, or its connection."""
    return message.application.ref if message.application else _subject(message.connection)


def _record_if(done: bool, action: str, delivery: Delivery, *, actor: str, at: datetime) -> bool:
    if done:
        detail = {"event": delivery.event.name, "line": delivery.consumer}
        record_audit(actor=actor, action=action, subject=delivery.subject_id, at=at, detail=detail)
    return done


def _audit_detail(message: InboundMessage) -> dict[str, str | int]:
    return {"connection": message.connection.code, "message": message.pk}


def _subject(connection: Connection) -> str:
    return f"connection:{connection.uid}"
