"""What partner systems send: kept once under its own id, then understood and followed, in whatever order it comes."""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from vikno.files import operations as keeping
from vikno.files.models import StoredFile
from vikno.integration.connectors.base import CaseUpdate, Connector, RawInboundMessage, RemoteFile
from vikno.integration.models import Connection, ExternalCase, InboundMessage
from vikno.integration.operations import result_uploads
from vikno.integration.operations.case_updates import UpdateTooEarly, apply_update
from vikno.integration.operations.deliveries import refuse_taken_remote
from vikno.integration.queries import connector_of, find_external_case
from vikno.kernel.errors import Refused, Rejected, Unreachable

logger = logging.getLogger(__name__)

MessageStatus = InboundMessage.InboundMessageStatus
LEASE = timedelta(minutes=5)
# How long to wait before a message is tried again: something it builds on may still be on its way.
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 3600))
POLL_LEASE = timedelta(minutes=10)
MOST_POLL_BACKOFF = timedelta(minutes=15)
MOST_FILE_BYTES = 50 * 1024 * 1024


def store_message(
    *, connection: Connection, incoming: RawInboundMessage, at: datetime, is_held: bool = False
) -> tuple[InboundMessage, bool]:
    """Keep a message; return it and whether it is new. The same id is the same message, whatever it says the second time.

    A new one that is held is the caller's to handle now: no worker takes it before a lease has run out.
    """
    known = InboundMessage.objects.filter(connection=connection, message_id=incoming.id)
    if message := known.first():
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
                next_try_at=at + LEASE if is_held else at,
                attempts=int(is_held),
            )
    except IntegrityError:
        # It came twice in this moment.
        return known.get(), False
    return message, True


def handle_message(*, message: InboundMessage, at: datetime) -> InboundMessage:
    """Understand one message and follow it; return how it stands then. Nothing happens where another worker holds it.

    All that it says is written in one transaction with the word that it is handled, so that it is followed once.
    """
    due = InboundMessage.objects.filter(pk=message.pk, status=MessageStatus.NEW, next_try_at__lte=at)
    if due.update(next_try_at=at + LEASE, attempts=F("attempts") + 1):
        return handle_leased_message(message=message, at=at)
    message.refresh_from_db()
    return message


def handle_leased_message(*, message: InboundMessage, at: datetime) -> InboundMessage:
    """Understand a message that is the caller's; return how it stands then."""
    message = InboundMessage.objects.select_related("connection__post__person").get(pk=message.pk)
    try:
        _follow(message, at=at)
    except (UpdateTooEarly, Unreachable) as error:
        _put_off(message, at=at, trouble=str(error))
    except (Rejected, Refused) as error:
        _end(message, MessageStatus.TROUBLE, at=at, trouble=str(error))
    except Exception as error:
        logger.exception("handling a message of %s", message.connection.code)
        _put_off(message, at=at, trouble=f"{type(error).__module__}.{type(error).__qualname__}")
    message.refresh_from_db()
    return message


def _follow(message: InboundMessage, *, at: datetime) -> None:
    connector = connector_of(message.connection)
    incoming = RawInboundMessage(id=message.message_id, kind=message.kind, body=message.body, at=message.told_at)
    updates = connector.read(incoming)
    settled_at = message.received_at + max((update.settles_in for update in updates), default=timedelta(0))
    if settled_at > at:
        _let_settle(message, until=settled_at)
        return
    # Outside any transaction: the other side takes its time.
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
        _wake_others(message, at=at)


def _case(connection: Connection, update: CaseUpdate) -> ExternalCase:
    case = find_external_case(connection, number=update.application, remote=update.remote)
    if case is None:
        # Its first answer can be here before we have written down how it calls the case.
        raise UpdateTooEarly("No application of ours is known by the number that it names.")
    if update.application and update.remote and case.remote not in ("", update.remote):
        raise Rejected("It names an application of ours, but a case of another one.")
    if update.remote and not case.remote:
        refuse_taken_remote(case, update.remote)
    return case


def fetch_files(
    connector: Connector, update: CaseUpdate, incoming: RawInboundMessage, *, at: datetime
) -> list[StoredFile]:
    """Bring the files of an update and keep them; those that are here are not brought again. Raises `Unreachable`, `Rejected`."""
    return [_kept(file, connector.fetch(file, incoming), at=at) for file in update.files]


def _kept(file: RemoteFile, chunks: Iterable[bytes], *, at: datetime) -> StoredFile:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > MOST_FILE_BYTES:
            raise Rejected("A file is larger than is taken here.")
    if file.sha256 and hashlib.sha256(content).hexdigest() != file.sha256.lower():
        raise Unreachable("A file came damaged: its digest is not the one that was told.")
    media_type = keeping.detect_media_type(bytes(content)) or "application/octet-stream"
    return keeping.store_trusted(
        name=keeping.clean_name(file.name), media_type=media_type, content=bytes(content), at=at
    )


def _put_off(message: InboundMessage, *, at: datetime, trouble: str) -> None:
    if message.attempts > len(RETRY_DELAYS):
        _end(message, MessageStatus.TROUBLE, at=at, trouble=trouble)
    else:
        message.trouble, message.next_try_at = trouble[:300], at + RETRY_DELAYS[message.attempts - 1]
        message.save(update_fields=["trouble", "next_try_at"])


def _let_settle(message: InboundMessage, *, until: datetime) -> None:
    """Leave a message for later. Nothing is wrong with it, so it was not an attempt, and others do not wake it."""
    message.attempts, message.next_try_at = message.attempts - 1, until
    message.save(update_fields=["attempts", "next_try_at"])


def _end(message: InboundMessage, status: str, *, at: datetime, trouble: str = "") -> None:
    message.status, message.handled_at, message.trouble = status, at, trouble[:300]
    message.save(update_fields=["status", "handled_at", "trouble", "application"])


def _wake_others(message: InboundMessage, *, at: datetime) -> None:
    """Let what waits be tried now: it may have waited for this one."""
    waiting = InboundMessage.objects.filter(connection=message.connection, status=MessageStatus.NEW).exclude(trouble="")
    waiting.filter(next_try_at__gt=at).update(next_try_at=at)


def handle_due_messages(*, connection: Connection, at: datetime, most: int = 200) -> int:
    """Handle what waits, in the order it came; return how many were tried."""
    due = InboundMessage.objects.filter(connection=connection, status=MessageStatus.NEW, next_try_at__lte=at)
    keys = list(due.order_by("received_at", "pk").values_list("pk", flat=True)[:most])
    for key in keys:
        handle_message(message=InboundMessage.objects.get(pk=key), at=at)
    return len(keys)


def poll_connection(*, connection: Connection, at: datetime) -> int:
    """Fetch what a partner has for us; return how many messages were new. One worker at a time, not more often than agreed.

    A message is kept here before the other side is told so, and the cursor moves after that: killed at any line, nothing is lost.
    """
    turn = Connection.objects.filter(Q(poll_at=None) | Q(poll_at__lte=at), pk=connection.pk, is_enabled=True)
    if not turn.update(poll_at=at + POLL_LEASE):
        return 0
    connection.refresh_from_db()
    try:
        new = _fetch(connection, at=at)
    except (Unreachable, Rejected) as error:
        _rest(connection, at=at, trouble=str(error))
        return 0
    except Exception:
        _rest(connection, at=at, trouble="a fault of ours")
        raise
    Connection.objects.filter(pk=connection.pk).update(
        polled_at=at, poll_at=at + _polled_every(), poll_failures=0, poll_trouble=""
    )
    return new


def _fetch(connection: Connection, *, at: datetime) -> int:
    connector, new = connector_of(connection), 0
    for incoming, cursor in connector.poll(connection.cursor):
        new += store_message(connection=connection, incoming=incoming, at=at)[1]
        connector.confirm(incoming)
        Connection.objects.filter(pk=connection.pk).update(cursor=cursor)
    return new


def _rest(connection: Connection, *, at: datetime, trouble: str) -> None:
    """Leave a partner alone that does not answer: longer each time, a quarter of an hour at most."""
    failures = connection.poll_failures + 1
    Connection.objects.filter(pk=connection.pk).update(
        poll_failures=failures,
        poll_trouble=trouble[:300],
        poll_at=at + min(_polled_every() * 2 ** min(failures, 10), MOST_POLL_BACKOFF),
    )


def _polled_every() -> timedelta:
    return timedelta(seconds=settings.EXCHANGE_POLL_SECONDS)


@transaction.atomic
def request_poll(*, connection: Connection) -> None:
    """Look at a partner's messages as soon as may be: it said that there are some. What it said itself is not believed."""
    Connection.objects.filter(pk=connection.pk).update(poll_at=None)


@transaction.atomic
def requeue_message(*, message: InboundMessage, at: datetime) -> bool:
    """Let a message be handled once more: what was in its way has been mended. Return False where it is handled already."""
    stuck = InboundMessage.objects.filter(pk=message.pk, status__in=[MessageStatus.TROUBLE, MessageStatus.DROPPED])
    return bool(stuck.update(status=MessageStatus.NEW, attempts=0, next_try_at=at, trouble=""))


@transaction.atomic
def drop_message(*, message: InboundMessage, at: datetime) -> bool:
    """Set a message aside for good: a person has read it and done what it asks. Return False where it is handled already."""
    stuck = InboundMessage.objects.filter(pk=message.pk, status__in=[MessageStatus.TROUBLE, MessageStatus.NEW])
    return bool(stuck.update(status=MessageStatus.DROPPED, handled_at=at))
