"""The part of the exchange that needs a person, for staff who may see these connections."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from vikno.centres.models import Centre
from vikno.integration.models import Connection, ConnectionAlert, InboundMessage
from vikno.integration.queries import connections_at
from vikno.outbox.models import Delivery, DeliveryStatus


@dataclass(frozen=True, kw_only=True)
class ExchangeScope:
    """The part of the exchange that a person may see: these connections; of shared connections, the cases of their centres.

    `centres` is None for a person who sees all.
    """

    connections: tuple[Connection, ...]
    centres: tuple[Centre, ...] | None

    @property
    def connections_by_line(self) -> dict[str, Connection]:
        return {line: connection for connection in self.connections for line in connection.lines}

    def given_up_deliveries(self) -> QuerySet[Delivery]:
        """Return the deliveries that are given up, the latest first."""
        codes = [centre.code for centre in self.centres or ()]
        own = [line for connection in self._own() for line in connection.lines]
        shared = [line for connection in self._shared() for line in connection.lines]
        in_scope = Q(consumer__in=own) | Q(consumer__in=shared, event__payload__centre__in=codes)
        rows = Delivery.objects.filter(status=DeliveryStatus.GIVEN_UP).filter(in_scope)
        return rows.select_related("event").order_by("-event")

    def messages(self) -> QuerySet[InboundMessage]:
        """Return the messages from these connections, the latest first."""
        shared = Q(connection__in=self._shared(), application__centre__in=self.centres or ())
        rows = InboundMessage.objects.filter(Q(connection__in=self._own()) | shared)
        return rows.select_related("connection", "application").order_by("-received_at", "-pk")

    def alerts(self) -> QuerySet[ConnectionAlert]:
        """Return the open alerts, the latest first."""
        rows = ConnectionAlert.objects.filter(cleared_at=None, connection__in=self.connections)
        return rows.select_related("connection").order_by("-raised_at", "-pk")

    def _own(self) -> list[Connection]:
        return [
            connection for connection in self.connections if self.centres is None or connection.centre_id is not None
        ]

    def _shared(self) -> list[Connection]:
        return [connection for connection in self.connections if connection not in self._own()]


def scope_at(centres: Sequence[Centre]) -> ExchangeScope:
    """Return the scope of the heads of these centres."""
    return ExchangeScope(connections=tuple(connections_at(centres).order_by("pk")), centres=tuple(centres))


def scope_of_all() -> ExchangeScope:
    """Return the scope of an administrator."""
    return ExchangeScope(connections=tuple(Connection.objects.select_related("centre").order_by("pk")), centres=None)
