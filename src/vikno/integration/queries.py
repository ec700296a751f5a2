"""What can be asked about partner systems: who gets a case, how far it has got, how a connection fares."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Min, Q, QuerySet

from vikno.applications.models import Application
from vikno.centres.models import Centre
from vikno.integration.connectors import CONNECTORS
from vikno.integration.connectors.base import Connector, Place
from vikno.integration.models import FAMILY, Case, Connection, FeedItem, InboundMessage, Mapping, Parcel, Route
from vikno.outbox.models import Delivery, DeliveryStatus, Line

WORKSPACE = "workspace"


def connector_of(connection: Connection) -> Connector:
    """Return the connector, ready to speak. Raises `pydantic.ValidationError` where the settings are wrong."""
    kind = CONNECTORS[connection.connector]
    centre = connection.centre
    place = Place(
        connection=connection.code,
        centre_code=centre.code if centre else "",
        centre_name=centre.name if centre else "",
        public_url=settings.PUBLIC_URL,
    )
    return kind(kind.Settings.model_validate(connection.settings or {}), place)


def connection_of_line(line: str) -> Connection:
    """Return the connection that a line of the outbox leads to."""
    key = line.removeprefix(f"{FAMILY}:")
    return Connection.objects.select_related("centre", "post__person", "post__centre").get(pk=key)


def polled() -> QuerySet[Connection]:
    """Return the connections whose messages are to be looked for."""
    return Connection.objects.filter(is_enabled=True).exclude(connector=WORKSPACE)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A connection that gets a case, and whether it leads it."""

    connection: Connection
    leads: bool


def choices_for(application: Application) -> list[Choice]:
    """Return who gets a new application: by the service, else by the centre; the workspace leads where nobody else does.

    Of several that would lead, the first does.
    """
    centre = application.centre
    routes = Route.objects.filter(connection__is_enabled=True).select_related("connection")
    routes = routes.filter(Q(connection__centre=None) | Q(connection__centre__in=[centre.pk, centre.parent_id or 0]))
    rows = list(routes.filter(Q(service=application.service_id) | Q(service=None)).order_by("pk"))
    chosen = {row.connection_id: row for row in rows if row.service_id is None}
    chosen |= {row.connection_id: row for row in rows if row.service_id is not None}
    leader = next((row for row in chosen.values() if row.leads), None)
    found = [Choice(connection=row.connection, leads=row is leader) for row in chosen.values()]
    if leader is None:
        found.append(Choice(connection=Connection.objects.get(code=WORKSPACE), leads=True))
    return found


def source_of(application: Application) -> Connection | None:
    """Return the system that entered this application itself, in its own post, if one did."""
    entered_by = application.submissions.order_by("number").values_list("officer", flat=True).first()
    return Connection.objects.filter(post=entered_by).first() if entered_by else None


def meaning_of(connection: Connection, status: str) -> Mapping | None:
    """Return the line of the status map for a word of the other side; case and outer blanks do not count."""
    word = status.strip().casefold()
    return next((row for row in connection.mappings.all() if row.foreign.strip().casefold() == word), None)


def case_of(connection: Connection, *, number: str = "", remote: str = "") -> Case | None:
    """Return the case that a message speaks of: by our number, else by the other side's name of it."""
    rows = Case.objects.filter(connection=connection).select_related("application")
    if number:
        return rows.filter(application__number=number).first()
    return rows.filter(remote=remote).first() if remote else None


def feed_after(connection: Connection, seq: int, *, most: int) -> list[FeedItem]:
    """Return what lies in the feed after a number, in order."""
    rows = FeedItem.objects.filter(connection=connection, seq__gt=seq).select_related("application")
    return list(rows.order_by("seq")[:most])


def cases_after(connection: Connection, key: int, *, most: int) -> list[Case]:
    """Return the connection's cases after one, in the order they were given to it, with what there is to compare."""
    rows = Case.objects.filter(connection=connection, pk__gt=key).select_related("application__registration")
    rows = rows.prefetch_related("application__submissions__attachments__file", "application__results__file")
    return list(rows.order_by("pk")[:most])


def parcel_of(connection: Connection, uid: UUID) -> Parcel | None:
    """Return an upload of this connection."""
    return Parcel.objects.filter(connection=connection, uid=uid).select_related("application").first()


def hint_secret(connection: Connection) -> str:
    """Return what a partner's hint must bear, or an empty text where its connector knows no hints."""
    return str(connection.settings.get("hook_secret", ""))


def leading_case(application: Application) -> Case | None:
    """Return who works on this application."""
    return application.cases.filter(leads=True).select_related("connection").first()


def unheard(*, at: datetime) -> list[Case]:
    """Return the open cases that were given to a system longer ago than its limit, and that it has not acknowledged."""
    rows = Case.objects.filter(
        received_at=None, connection__is_enabled=True, application__in=Application.objects.open()
    )
    rows = rows.select_related("connection", "application").order_by("assigned_at")
    return [one for one in rows if one.assigned_at <= at - timedelta(minutes=one.connection.ack_minutes)]


# How a connection fares.


@dataclass(frozen=True, kw_only=True)
class Health:
    """How a connection fares: what waits and since when, what a person must look at, when it last answered."""

    connection: Connection
    line: Line | None
    waiting: int
    oldest_at: datetime | None
    given_up: int
    unread: int
    troubled: int
    unacknowledged: int

    @property
    def needs_a_person(self) -> bool:
        return bool(self.given_up or self.troubled)


def health_of(connection: Connection) -> Health:
    """Return how a connection fares, without asking the other side."""
    deliveries = Delivery.objects.filter(consumer=connection.line)
    waiting = deliveries.filter(status=DeliveryStatus.WAITING)
    messages = InboundMessage.objects.filter(connection=connection)
    return Health(
        connection=connection,
        line=Line.objects.filter(consumer=connection.line).first(),
        waiting=waiting.count(),
        oldest_at=waiting.aggregate(oldest=Min("event__happened_at"))["oldest"],
        given_up=deliveries.filter(status=DeliveryStatus.GIVEN_UP).count(),
        unread=messages.filter(status=InboundMessage.Status.NEW).count(),
        troubled=messages.filter(status=InboundMessage.Status.TROUBLE).count(),
        unacknowledged=Case.objects.filter(
            connection=connection, received_at=None, application__in=Application.objects.open()
        ).count(),
    )


def connections_at(centres: Iterable[Centre]) -> QuerySet[Connection]:
    """Return the connections that the staff of these centres may see: theirs, and those of every centre."""
    return Connection.objects.filter(Q(centre=None) | Q(centre__in=centres)).select_related("centre")
