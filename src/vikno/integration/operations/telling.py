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
from vikno.applications.operations.sending import PaperApplication
from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.integration.connectors.agency_api import written
from vikno.integration.connectors.base import Incoming, Registered, Update
from vikno.integration.models import Case, Connection, Figure, InboundMessage
from vikno.integration.operations.receiving import handle, handle_held, take_in
from vikno.integration.queries import is_name_of_another
from vikno.kernel.errors import Refused

CONTACT_NOTED_EVERY = timedelta(minutes=1)


class Different(Refused):
    """A message of this id came before and said something else."""


class KnownAlready(Refused):
    """Another case of this system has the name that it gives to this one."""


def hear(*, connection: Connection, key: str, kind: str, update: Update, at: datetime) -> InboundMessage:
    """Keep what a system says and follow it; return how it stands then. The same key is the same message. Raises `Different`."""
    incoming = Incoming(id=key, kind=kind, body=written(update), at=update.at)
    message, is_new = take_in(connection=connection, incoming=incoming, at=at, is_held=True)
    if is_new:
        return handle_held(message=message, at=at)
    if (message.kind, bytes(message.body)) != (kind, incoming.body):
        raise Different(_("Another message was sent under this key."))
    return handle(message=message, at=at)


@transaction.atomic
def enter_paper(
    *,
    connection: Connection,
    key: uuid.UUID,
    service: Service,
    centre: Centre,
    paper: PaperApplication,
    remote: str = "",
    registered: Registered | None = None,
    at: datetime,
) -> Application:
    """Enter an application that came to the other system on paper, so that it can be followed here. It leads the case.

    The same key gives the same application. Raises `KnownAlready`, or what `applications.intake` and `register` do.
    """
    post = connection.post
    assert post is not None, "a system that enters cases has a post to act in"
    application = applications.intake(service=service, centre=centre, officer=post, paper=paper, key=key, at=at)
    case = Case.objects.select_for_update().get(connection=connection, application=application)
    if remote and not case.remote:
        _call(case, remote)
    if registered and application.status == "submitted":
        applications.register(application=application, officer=post, number=registered.number, on=registered.on, at=at)
        application.refresh_from_db()
    return application


def _call(case: Case, remote: str) -> None:
    if is_name_of_another(case, remote):
        raise KnownAlready(_("Another case is known here under the name “%s”.") % remote)
    case.remote = remote
    case.save(update_fields=["remote"])


@dataclass(frozen=True, kw_only=True)
class Told:
    """A figure as it is told: of one service by its code, or of all."""

    code: str
    value: Decimal
    service: str = ""


@transaction.atomic
def tell_figures(*, connection: Connection, since: date, until: date, figures: Iterable[Told], at: datetime) -> int:
    """Keep the figures of a period; those told before are corrected. Return how many."""
    count = 0
    for one in figures:
        Figure.objects.update_or_create(
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
