"""Messages of partner systems: stored once under their own id, then read and applied, in whatever order they come."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from vikno.files import operations as keeping
from vikno.files.models import StoredFile
from vikno.integration.connectors.base import CaseUpdate, Connector, RawInboundMessage
from vikno.integration.models import Connection, ExternalCase, InboundMessage
from vikno.integration.operations import result_uploads
from vikno.integration.operations.case_updates import UpdateTooEarly, apply_update
from vikno.integration.operations.deliveries import refuse_taken_remote
from vikno.integration.queries import connector_of, find_external_case
from vikno.kernel.errors import Refused, Rejected, Unreachable
from vikno.kernel.retry import RetryPolicy

logger = logging.getLogger(__name__)

MessageStatus = InboundMessage.InboundMessageStatus
# A message is tried again: what it builds on may still be on its way.
MESSAGE_RETRY = RetryPolicy(
    delays=tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 3600)),
    max_attempts=7,
    lease=timedelta(minutes=5),
)
MAX_FILE_BYTES = 50 * 1024 * 1024


def store_message(
    *, connection: Connection, incoming: RawInboundMessage, at: datetime, is_held: bool = False
) -> tuple[InboundMessage, bool]:
    """Store a message; return it and whether it is new. The same id is the same message, whatever it holds the second time.

    With `is_held` the caller handles a new message now: no worker takes it before a lease has run out.
    """
    stored = InboundMessage.objects.filter(connection=connection, message_id=incoming.id)
    if message := stored.first():
        return message, False
    try:
        with transaction.atomic():
            message = InboundMessage.objects.create(
                connection=connection,
                message_id=incoming.id,
                kind=incoming.kind[:60],
                body=incoming.body,
                told_at=incoming.at,
                received_at=at,
                next_try_at=at + MESSAGE_RETRY.lease if is_held else at,
                attempts=int(is_held),
            )
    except IntegrityError:
        # It came twice at the same moment.
        return stored.get(), False
    return message, True


def handle_message(*, message: InboundMessage, at: datetime) -> InboundMessage:
    """Read one message and apply it; return it as it stands then. Nothing happens where another worker holds it.

    Its updates are written in one transaction with its status, so that it is applied once.
    """
    due = InboundMessage.objects.filter(pk=message.pk, status=MessageStatus.NEW, next_try_at__lte=at)
    if due.update(**MESSAGE_RETRY.lease_columns(at)):
        return handle_leased_message(message=message, at=at)
    message.refresh_from_db()
    return message


def handle_leased_message(*, message: InboundMessage, at: datetime) -> InboundMessage:
    """Read and apply a message that the caller has leased; return it as it stands then."""
    message = InboundMessage.objects.select_related("connection__post__person").get(pk=message.pk)
    try:
        _apply(message, at=at)
    except (UpdateTooEarly, Unreachable) as error:
        _postpone(message, at=at, trouble=str(error))
    except (Rejected, Refused) as error:
        _end(message, MessageStatus.TROUBLE, at=at, trouble=str(error))
    except Exception as error:
        logger.exception("handling a message of %s", message.connection.code)
        _postpone(message, at=at, trouble=f"{type(error).__module__}.{type(error).__qualname__}")
    message.refresh_from_db()
    return message


def _apply(message: InboundMessage, *, at: datetime) -> None:
    connector = connector_of(message.connection)
    incoming = RawInboundMessage(id=message.message_id, kind=message.kind, body=message.body, at=message.told_at)
    updates = connector.read(incoming)
    settled_at = message.received_at + max((update.settles_in for update in updates), default=timedelta(0))
    if settled_at > at:
        # Nothing is wrong with it: this was no attempt, and other messages do not wake it.
        message.attempts, message.next_try_at = message.attempts - 1, settled_at
        message.save(update_fields=["attempts", "next_try_at"])
        return
    # Outside any transaction: the other side may be slow.
    if message.connection.is_pulled:
        files = [result_uploads.uploaded_files_of(update, connection=message.connection) for update in updates]
    else:
        files = [fetch_files(connector, update, incoming, at=at) for update in updates]
    with transaction.atomic():
        case, news = None, not updates
        for update, stored in zip(updates, files, strict=True):
            case = _case(message.connection, update)
            news = apply_update(update=update, case=case, files=stored, at=at) or news
        message.application = case.application if case else None
        _end(message, MessageStatus.HANDLED if news else MessageStatus.LATE, at=at)
        # Messages that failed may have waited for this one.
        failed = InboundMessage.objects.filter(connection=message.connection, status=MessageStatus.NEW)
        failed.exclude(trouble="").filter(next_try_at__gt=at).update(next_try_at=at)


def _case(connection: Connection, update: CaseUpdate) -> ExternalCase:
    case = find_external_case(connection, number=update.application, remote=update.remote)
    if case is None:
        # Its first message can be here before the name that it gives to the case is stored.
        raise UpdateTooEarly("No application of ours is known by the number that it names.")
    if update.application and update.remote and case.remote not in ("", update.remote):
        raise Rejected("It names an application of ours, but a case of another one.")
    if update.remote and not case.remote:
        refuse_taken_remote(case, update.remote)
    return case


def fetch_files(
    connector: Connector, update: CaseUpdate, incoming: RawInboundMessage, *, at: datetime
) -> list[StoredFile]:
    """Fetch and store the files of an update. Raises `Unreachable`, `Rejected`."""
    stored = []
    for file in update.files:
        received = bytearray()
        for chunk in connector.fetch(file, incoming):
            received += chunk
            if len(received) > MAX_FILE_BYTES:
                raise Rejected("A file is larger than is taken here.")
        content = bytes(received)
        if file.sha256 and hashlib.sha256(content).hexdigest() != file.sha256.lower():
            raise Unreachable("A file came damaged: its digest is not the one that was told.")
        media_type = keeping.detect_media_type(content) or "application/octet-stream"
        name = keeping.clean_name(file.name)
        stored.append(keeping.store_trusted(name=name, media_type=media_type, content=content, at=at))
    return stored


def _postpone(message: InboundMessage, *, at: datetime, trouble: str) -> None:
    delay = MESSAGE_RETRY.delay_after(message.attempts)
    if delay is None:
        _end(message, MessageStatus.TROUBLE, at=at, trouble=trouble)
    else:
        message.trouble, message.next_try_at = trouble[:300], at + delay
        message.save(update_fields=["trouble", "next_try_at"])


def _end(message: InboundMessage, status: str, *, at: datetime, trouble: str = "") -> None:
    message.status, message.handled_at, message.trouble = status, at, trouble[:300]
    message.save(update_fields=["status", "handled_at", "trouble", "application"])


def handle_due_messages(*, connection: Connection, at: datetime, most: int = 200) -> int:
    """Handle the messages that are due, in the order in which they came; return how many were tried."""
    due = InboundMessage.objects.filter(connection=connection, status=MessageStatus.NEW, next_try_at__lte=at)
    keys = list(due.order_by("received_at", "pk").values_list("pk", flat=True)[:most])
    for key in keys:
        handle_message(message=InboundMessage.objects.get(pk=key), at=at)
    return len(keys)


@transaction.atomic
def requeue_message(*, message: InboundMessage, at: datetime) -> bool:
    """Let a message be handled once more, after a person has removed the cause. Return False where it is handled already."""
    stuck = InboundMessage.objects.filter(pk=message.pk, status__in=[MessageStatus.TROUBLE, MessageStatus.DROPPED])
    return bool(stuck.update(status=MessageStatus.NEW, attempts=0, next_try_at=at, trouble=""))


@transaction.atomic
def drop_message(*, message: InboundMessage, at: datetime) -> bool:
    """Set a message aside for good: a person has read and settled it. Return False where it is handled already."""
    stuck = InboundMessage.objects.filter(pk=message.pk, status__in=[MessageStatus.TROUBLE, MessageStatus.NEW])
    return bool(stuck.update(status=MessageStatus.DROPPED, handled_at=at))
