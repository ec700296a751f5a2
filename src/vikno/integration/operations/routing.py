"""Routing of cases to connections: decided once, on submission; a connection keeps its cases to the end."""

from datetime import datetime

from vikno.applications.events import ApplicationEvent, ApplicationSubmitted
from vikno.applications.models import Application
from vikno.integration.connectors import CONNECTORS
from vikno.integration.models import Connection, ExternalCase
from vikno.integration.queries import RouteChoice, route_choices_for, source_connection_of
from vikno.outbox.domain_events import read_event
from vikno.outbox.models import Event


def case_lines_for(event: Event) -> list[str]:
    """Return the lines on which an event goes out, in the transaction that records it. The first one assigns the case."""
    fact = read_event(event)
    if not isinstance(fact, ApplicationEvent):
        return []
    kind = fact.NAME.removeprefix("application.")
    if isinstance(fact, ApplicationSubmitted):
        connections = _assign(fact, at=event.happened_at)
    else:
        connections = list(Connection.objects.filter(cases__application__uid=fact.application).order_by("pk"))
    return [
        connection.line
        for connection in connections
        if connection.connector in CONNECTORS and CONNECTORS[connection.connector].wants(kind)
    ]


def _assign(event: ApplicationSubmitted, *, at: datetime) -> list[Connection]:
    """Assign the case to its connections; return them without the connection that entered the case."""
    application = Application.objects.select_related("centre").get(uid=event.application)
    source = source_connection_of(application)
    choices = route_choices_for(application)
    if source is not None:
        # The system that entered the case leads it. The other systems of such cases follow; the workspace gets none.
        others = [choice.connection for choice in choices if choice.connection != source]
        followers = [connection for connection in others if not connection.is_workspace]
        choices = [RouteChoice(connection=source, leads=True)]
        choices += [RouteChoice(connection=connection, leads=False) for connection in followers]
    ExternalCase.objects.bulk_create(
        ExternalCase(
            connection=choice.connection,
            application=application,
            leads=choice.leads,
            assigned_at=at,
            received_at=at if choice.connection == source else None,
        )
        for choice in choices
    )
    leader = next((choice.connection for choice in choices if choice.leads), None)
    if leader is not None and leader.post_id is not None:
        application.led_by_id = leader.post_id
        application.save(update_fields=["led_by"])
    return [choice.connection for choice in choices if choice.connection != source]
