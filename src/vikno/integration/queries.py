"""Queries about partner systems: routes, external cases, feeds, the health of connections."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet

from vikno.applications.models import Application, ApplicationChannel
from vikno.centres.models import Centre
from vikno.integration.connectors import CONNECTORS
from vikno.integration.connectors.base import Connector, PortalIdentity
from vikno.integration.models import (
    EDMS_LINE_FAMILY,
    Connection,
    ConnectionAlert,
    ExternalCase,
    FeedItem,
    InboundMessage,
    ResultUpload,
    Route,
    StatusMapping,
)
from vikno.outbox.delivery_policies import LINE_BREAKER
from vikno.outbox.models import Delivery, DeliveryLine, DeliveryStatus

WORKSPACE = "workspace"


def connector_of(connection: Connection) -> Connector:
    """Return the connector of a connection. Raises `pydantic.ValidationError` where the settings are wrong."""
    kind = CONNECTORS[connection.connector]
    centre = connection.centre
    place = PortalIdentity(
        connection=connection.code,
        centre_code=centre.code if centre else "",
        centre_name=centre.name if centre else "",
        public_url=settings.PUBLIC_URL,
    )
    return kind(kind.Settings.model_validate(connection.settings or {}), place)


def case_on_line(line: str, *, application: str) -> ExternalCase:
    """Return the case that a line of the outbox leads to, with everything that a message about it contains."""
    return cases_on_line(line, applications=[application]).get()


def cases_on_line(line: str, *, applications: Collection[str]) -> QuerySet[ExternalCase]:
    """Return the cases of these applications on a line, with everything that messages about them contain, in a few queries."""
    relations = ("service__authority", "centre", "form_version__form", "deadline")
    rows = ExternalCase.objects.select_related("connection__centre", *(f"application__{name}" for name in relations))
    rows = rows.prefetch_related("application__submissions__attachments__file")
    return rows.filter(connection=int(line.removeprefix(f"{EDMS_LINE_FAMILY}:")), application__uid__in=applications)


def polled_connections() -> QuerySet[Connection]:
    """Return the connections that are polled for messages."""
    return Connection.objects.filter(is_enabled=True).exclude(connector=WORKSPACE)


@dataclass(frozen=True, kw_only=True)
class RouteChoice:
    """A connection that gets a case; `leads` says whether it moves the case."""

    connection: Connection
    leads: bool


def route_choices_for(application: Application) -> list[RouteChoice]:
    """Return the connections for a new application: by the service, or else by the centre.

    The first one that would lead leads; the workspace does where there is none.
    """
    centre = application.centre
    routes = Route.objects.filter(connection__is_enabled=True).select_related("connection")
    routes = routes.filter(Q(connection__centre=None) | Q(connection__centre__in=[centre.pk, centre.parent_id or 0]))
    rows = list(routes.filter(Q(service=application.service_id) | Q(service=None)).order_by("pk"))
    chosen = {row.connection_id: row for row in rows if row.service_id is None}
    chosen |= {row.connection_id: row for row in rows if row.service_id is not None}
    leader = next((row for row in chosen.values() if row.leads), None)
    choices = [RouteChoice(connection=row.connection, leads=row is leader) for row in chosen.values()]
    if leader is None:
        choices.append(RouteChoice(connection=Connection.objects.get(code=WORKSPACE), leads=True))
    return choices


def source_connection_of(application: Application) -> Connection | None:
    """Return the system that entered this application itself, in its own post, if one did."""
    if application.channel == ApplicationChannel.ONLINE:
        return None
    entered_by = application.submissions.order_by("number").values_list("officer", flat=True).first()
    return Connection.objects.filter(post=entered_by).first() if entered_by else None


def mapping_for_status(connection: Connection, status: str) -> StatusMapping | None:
    """Return the row of the status map for a status of the other side, regardless of case and outer blanks."""
    key = status.strip().casefold()
    return next((row for row in connection.mappings.all() if row.foreign.strip().casefold() == key), None)


def find_external_case(connection: Connection, *, number: str = "", remote: str = "") -> ExternalCase | None:
    """Return the case of a message: by our number, or else by the other side's name of it."""
    rows = ExternalCase.objects.filter(connection=connection).select_related("application")
    if number:
        return rows.filter(application__number=number).first()
    return rows.filter(remote=remote).first() if remote else None


def is_remote_taken(case: ExternalCase, remote: str) -> bool:
    """Return whether the other side has given this name to another case."""
    return ExternalCase.objects.filter(connection=case.connection_id, remote=remote).exclude(pk=case.pk).exists()


def feed_after(connection: Connection, seq: int, *, most: int) -> list[FeedItem]:
    """Return the items of the feed after a number, in order."""
    rows = FeedItem.objects.filter(connection=connection, seq__gt=seq).select_related("application")
    return list(rows.order_by("seq")[:most])


def cases_after(connection: Connection, key: int, *, most: int) -> list[ExternalCase]:
    """Return the connection's cases after a key, in order, with what is compared of them."""
    rows = ExternalCase.objects.filter(connection=connection, pk__gt=key).select_related("application__registration")
    rows = rows.prefetch_related("application__submissions__attachments__file", "application__results__file")
    return list(rows.order_by("pk")[:most])


def result_upload_of(connection: Connection, uid: UUID) -> ResultUpload | None:
    """Return an upload of this connection."""
    return ResultUpload.objects.filter(connection=connection, uid=uid).select_related("application").first()


def hint_secret(connection: Connection) -> str:
    """Return the secret of a partner's hints, or an empty text where its connector has none."""
    return str(connection.settings.get("hook_secret", ""))


def leading_case(application: Application) -> ExternalCase | None:
    """Return the external case of the connection that leads this application, or None."""
    return application.cases.filter(leads=True).select_related("connection").first()


def unacknowledged_cases(*, at: datetime) -> list[ExternalCase]:
    """Return the open cases that a system has not acknowledged within its limit."""
    rows = ExternalCase.objects.filter(
        received_at=None, connection__is_enabled=True, application__in=Application.objects.open()
    )
    rows = rows.select_related("connection", "application").order_by("assigned_at")
    return [case for case in rows if case.assigned_at <= at - timedelta(minutes=case.connection.ack_minutes)]


# The health of connections.


@dataclass(frozen=True, kw_only=True)
class ConnectorHealth:
    """The health of a connection: what waits and since when, what needs a person, when it last answered.

    `errors` counts the undelivered, by kind of failure.
    """

    connection: Connection
    line: DeliveryLine | None
    waiting: int
    oldest_at: datetime | None
    given_up: int
    unread: int
    troubled: int
    unacknowledged: int
    alerts: int
    errors: dict[str, int]

    @property
    def last_contact_at(self) -> datetime | None:
        """The time of the last delivery or poll that succeeded."""
        delivered_at = self.line.last_success_at if self.line else None
        return max(filter(None, (delivered_at, self.connection.polled_at)), default=None)

    @property
    def needs_a_person(self) -> bool:
        return bool(self.given_up or self.troubled)

    @property
    def state(self) -> str:
        """Return `off`, `paused`, `silent`, `person` or `works`: the first that is true."""
        if not self.connection.is_enabled:
            return "off"
        if self.line is not None and self.line.paused_at is not None:
            return "paused"
        is_tried = self.line is not None and self.line.is_half_open
        if is_tried or LINE_BREAKER.is_half_open(self.connection.poll_failures):
            return "silent"
        return "person" if self.needs_a_person or self.alerts else "works"


def health_of(connection: Connection) -> ConnectorHealth:
    """Return the health of a connection, without a request to the other side."""
    return healths([connection])[0]


def healths(connections: Sequence[Connection]) -> list[ConnectorHealth]:
    """Return the health of each connection, with a few queries for all of them."""
    lines = {
        line.consumer: line
        for line in DeliveryLine.objects.filter(consumer__in=[connection.line for connection in connections])
    }
    deliveries = _undelivered(connections)
    message_status = InboundMessage.InboundMessageStatus
    open_messages = InboundMessage.objects.filter(
        connection__in=connections, status__in=[message_status.NEW, message_status.TROUBLE]
    )
    counted_messages = open_messages.values_list("connection", "status").order_by().annotate(number=Count("pk"))
    messages = Counter({(key, status): number for key, status, number in counted_messages})
    unacknowledged = _counted(
        ExternalCase.objects.filter(received_at=None, application__in=Application.objects.open()), connections
    )
    alerts = _counted(ConnectionAlert.objects.filter(cleared_at=None), connections)
    return [
        ConnectorHealth(
            connection=connection,
            line=lines.get(connection.line),
            waiting=deliveries[connection.pk].waiting,
            oldest_at=deliveries[connection.pk].oldest_at,
            given_up=deliveries[connection.pk].given_up,
            unread=messages[connection.pk, message_status.NEW],
            troubled=messages[connection.pk, message_status.TROUBLE],
            unacknowledged=unacknowledged[connection.pk],
            alerts=alerts[connection.pk],
            errors=dict(deliveries[connection.pk].errors),
        )
        for connection in connections
    ]


@dataclass
class _Backlog:
    waiting: int = 0
    given_up: int = 0
    oldest_at: datetime | None = None
    errors: Counter[str] = field(default_factory=Counter)


def _undelivered(connections: Iterable[Connection]) -> dict[int, _Backlog]:
    """Return the undelivered, by connection. Webhooks that wait are no backlog: the news itself is in the feed."""
    owners = {line: connection for connection in connections for line in connection.lines}
    rows = Delivery.objects.filter(consumer__in=owners, status__in=[DeliveryStatus.WAITING, DeliveryStatus.GIVEN_UP])
    counted = rows.values("consumer", "status", "trouble_kind").order_by()
    found: dict[int, _Backlog] = defaultdict(_Backlog)
    for row in counted.annotate(number=Count("pk"), oldest=Min("event__happened_at")):
        owner = owners[row["consumer"]]
        backlog = found[owner.pk]
        if row["status"] == DeliveryStatus.GIVEN_UP:
            backlog.given_up += row["number"]
        elif row["consumer"] == owner.line:
            backlog.waiting += row["number"]
            backlog.oldest_at = min(filter(None, (backlog.oldest_at, row["oldest"])))
        if row["trouble_kind"]:
            backlog.errors[row["trouble_kind"]] += row["number"]
    return found


def _counted(rows: QuerySet[Any], connections: Iterable[Connection]) -> Counter[int]:
    of_these = rows.filter(connection__in=connections).order_by()
    return Counter(dict(of_these.values_list("connection").annotate(number=Count("pk"))))


def connections_at(centres: Iterable[Centre]) -> QuerySet[Connection]:
    """Return the connections that the staff of these centres may see: theirs, and those of every centre."""
    return Connection.objects.filter(Q(centre=None) | Q(centre__in=centres)).select_related("centre")
