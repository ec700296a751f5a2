"""Connections to partner systems: each with its post at the centre, its line in the outbox and its status map."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pydantic
from django.db import transaction
from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.catalogue.models import Service
from vikno.centres.models import Centre, Officer, OfficerRole
from vikno.integration import models
from vikno.integration.connectors import CONNECTORS
from vikno.integration.models import Connection, Route
from vikno.kernel.errors import Refused
from vikno.outbox.operations import ensure_line
from vikno.people.models import Person


class ConnectorSettingsInvalid(Refused):
    """The connector does not accept these settings."""


@transaction.atomic
def connect(
    *,
    code: str,
    name: str,
    connector: str,
    centre: Centre,
    settings: Mapping[str, Any],
    actor: str,
    at: datetime,
    ack_minutes: int = 60,
) -> Connection:
    """Connect a system, with the default status map; without a route it gets no cases. Raises `ConnectorSettingsInvalid`."""
    checked_settings = _validated(connector, settings)
    # Nobody can sign in as the person of this post.
    person = Person(family_name=name, is_active=False, email=None)
    person.set_unusable_password()
    person.save(force_insert=True)
    connection = Connection.objects.create(
        code=code,
        name=name,
        connector=connector,
        centre=centre,
        settings=checked_settings,
        post=Officer.objects.create(person=person, centre=centre, role=OfficerRole.SYSTEM),
        ack_minutes=ack_minutes,
    )
    ensure_line(consumer=connection.line)
    for foreign, meaning in CONNECTORS[connector].default_status_map.items():
        models.StatusMapping.objects.create(connection=connection, foreign=foreign, meaning=meaning)
    detail = {"code": code, "connector": connector}
    record_audit(actor=actor, action="connection.made", subject=f"connection:{connection.uid}", at=at, detail=detail)
    return connection


@transaction.atomic
def reconfigure(*, connection: Connection, settings: Mapping[str, Any], actor: str, at: datetime) -> Connection:
    """Change the settings of a connection. Raises `ConnectorSettingsInvalid`; then nothing has changed."""
    connection.settings = _validated(connection.connector, settings)
    connection.save(update_fields=["settings"])
    record_audit(actor=actor, action="connection.changed", subject=f"connection:{connection.uid}", at=at)
    return connection


@transaction.atomic
def add_routes(
    *, connection: Connection, services: Iterable[Service] = (), every_service: bool = False, leads: bool = True
) -> None:
    """Send cases to a connection: of these services, or of every service of its centre. Cases of other connections stay there."""
    for service in [*services, *([None] if every_service else [])]:
        Route.objects.update_or_create(connection=connection, service=service, defaults={"leads": leads})


@transaction.atomic
def remove_routes(*, connection: Connection, services: Iterable[Service] = ()) -> int:
    """Send no more cases of these services to a connection, or none at all; return how many routes were removed.

    It keeps the cases that it has.
    """
    routes = connection.routes.filter(service__in=services) if services else connection.routes.all()
    return routes.delete()[0]


def _validated(connector: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    if connector not in CONNECTORS:
        raise ConnectorSettingsInvalid(_("There is no connector “%s”.") % connector)
    try:
        checked = CONNECTORS[connector].Settings.model_validate(settings)
    except pydantic.ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise ConnectorSettingsInvalid(faults) from None
    # Pydantic writes stars for a secret; these settings are encrypted in the database.
    secrets = {name: value.get_secret_value() for name, value in checked if isinstance(value, pydantic.SecretStr)}
    return checked.model_dump(mode="json") | secrets
