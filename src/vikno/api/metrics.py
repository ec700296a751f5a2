"""Metrics of the exchange for Prometheus: the health of each connection."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from vikno.integration.models import Connection
from vikno.integration.queries import ConnectorHealth, health_of

GAUGES = {
    "backlog": "Messages that wait to be delivered.",
    "oldest_undelivered_seconds": "Age of the oldest of them.",
    "given_up": "Messages that were given up: a person must look.",
    "last_contact_timestamp_seconds": "When the other side last answered or called.",
    "failures_in_a_row": "Failed attempts since it last answered.",
    "breaker_open": "1 while it is left alone after failures.",
    "paused": "1 while a person has paused it.",
    "unacknowledged": "Open cases that it has not acknowledged.",
    "messages_unread": "Messages of the other side that are not handled yet.",
    "messages_needing_a_person": "Messages of the other side that a person must look at.",
}


class ExchangeCollector(Collector):
    """A collector of the gauges of all enabled connections."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[GaugeMetricFamily]:
        gauges = {
            name: GaugeMetricFamily(f"vikno_edms_{name}", description, labels=["connection", "connector"])
            for name, description in GAUGES.items()
        }
        for connection in Connection.objects.filter(is_enabled=True):
            for name, value in connection_gauges(health_of(connection), at=self.at).items():
                gauges[name].add_metric([connection.code, connection.connector], value)
        yield from gauges.values()


def connection_gauges(health: ConnectorHealth, *, at: datetime) -> dict[str, float]:
    line, connection = health.line, health.connection
    contacts = list(filter(None, (line.last_success_at if line else None, connection.polled_at)))
    return {
        "backlog": health.waiting,
        "oldest_undelivered_seconds": (at - health.oldest_at).total_seconds() if health.oldest_at else 0,
        "given_up": health.given_up,
        "last_contact_timestamp_seconds": max(contacts).timestamp() if contacts else 0,
        "failures_in_a_row": line.failures if line else 0,
        "breaker_open": bool(line and line.broken_until and line.broken_until > at),
        "paused": bool(line and line.paused_at),
        "unacknowledged": health.unacknowledged,
        "messages_unread": health.unread,
        "messages_needing_a_person": health.troubled,
    }


def exposition(*, at: datetime) -> bytes:
    """Return the metrics in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(ExchangeCollector(at))
    return generate_latest(registry)
