"""What a system says through our own API: kept like any message and followed at once; paper that came to it; its figures."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from vikno.applications import operations as applications
from vikno.applications.models import Application
from vikno.applications.operations.submissions import PaperApplication
from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.integration.connectors.agency_api import serialize_update
from vikno.integration.connectors.base import CaseUpdate, RawInboundMessage, RemoteRegistration
from vikno.integration.models import Connection, ExternalCase, InboundMessage, PartnerFigure
from vikno.integration.operations.inbound_messages import handle_leased_message, handle_message, store_message
from vikno.integration.queries import is_remote_taken
from vikno.kernel.errors import Refused

CONTACT_NOTED_EVERY = timedelta(minutes=1)


class MessageKeyReused(Refused):
    """A message of this id came before and said something else."""


class RemoteNameTaken(Refused):
    """Another case of this system has the name that it gives to this one."""


def record_partner_update(
    *, connection: Connection, key: str, kind: str, update: CaseUpdate, at: datetime
) -> InboundMessage:
    """Keep what a system says and follow it; return how it stands then. The same key is the same message. Raises `Different`."""
    incoming = RawInboundMessage(id=key, kind=kind, body=serialize_update(update), at=update.at)
    message, is_new = store_message(connection=connection, incoming=incoming, at=at, is_held=True)
    if is_new:
        return handle_leased_message(message=message, at=at)
    if (message.kind, bytes(message.body)) != (kind, incoming.body):
        raise MessageKeyReused(_("Another message was sent under this key."))
    return handle_message(message=message, at=at)


@transaction.atomic
def enter_partner_paper(
    *,
    connection: Connection,
    key: uuid.UUID,
    service: Service,
    centre: Centre,
    paper: PaperApplication,
    remote: str = "",
    registered: RemoteRegistration | None = None,
    at: datetime,
) -> Application:
    """Enter an application that came to the other system on paper, so that it can be followed here. It leads the case.

    The same key gives the same application. Raises `KnownAlready`, or what `applications.intake` and `register` do.
    """
    post = connection.post
    assert post is not None, "a system that enters cases has a post to act in"
    application = applications.intake(service=service, centre=centre, officer=post, paper=paper, key=key, at=at)
    case = ExternalCase.objects.select_for_update().get(connection=connection, application=application)
    if remote and not case.remote:
        _call(case, remote)
    if registered and application.status == "submitted":
        applications.register(application=application, officer=post, number=registered.number, on=registered.on, at=at)
        application.refresh_from_db()
    return application


def _call(case: ExternalCase, remote: str) -> None:
    if is_remote_taken(case, remote):
        raise RemoteNameTaken(_("Another case is known here under the name “%s”.") % remote)
    case.remote = remote
    case.save(update_fields=["remote"])


@dataclass(frozen=True, kw_only=True)
class ReportedFigure:
    """A figure as it is told: of one service by its code, or of all."""

    code: str
    value: Decimal
    service: str = ""


@transaction.atomic
def record_partner_figures(
    *, connection: Connection, since: date, until: date, figures: Iterable[ReportedFigure], at: datetime
) -> int:
    """Keep the figures of a period; those told before are corrected. Return how many."""
    count = 0
    for one in figures:
        PartnerFigure.objects.update_or_create(
            connection=connection,
            code=one.code,
            service=one.service,
            since=since,
            until=until,
            defaults={"value": one.value, "told_at": at},
        )
        count += 1
    return count


def note_contact(*, connection: Connection, at: datetime) -> None:
    """Remember that the system was here, to the minute."""
    stale = Q(polled_at=None) | Q(polled_at__lt=at - CONTACT_NOTED_EVERY)
    Connection.objects.filter(stale, pk=connection.pk).update(polled_at=at)
