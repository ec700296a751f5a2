"""Applications on paper that a system has received and enters by the agency API."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.applications import operations as applications
from vikno.applications.models import Application
from vikno.applications.operations.submissions import PaperApplication
from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.integration.connectors.base import RemoteRegistration
from vikno.integration.models import Connection, ExternalCase
from vikno.integration.queries import is_remote_taken
from vikno.kernel.errors import Refused


class RemoteNameTaken(Refused):
    """Another case of this system has the name that it gives to this one."""


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
    """Enter an application that came to the other system on paper, so that it can be followed here. The system leads it.

    The same key gives the same application. Raises `RemoteNameTaken`, or what `applications.intake` and `register` raise.
    """
    post = connection.post
    assert post is not None, "a system that enters cases has a post to act in"
    application = applications.intake(service=service, centre=centre, officer=post, paper=paper, key=key, at=at)
    case = ExternalCase.objects.select_for_update().get(connection=connection, application=application)
    if remote and not case.remote:
        if is_remote_taken(case, remote):
            raise RemoteNameTaken(_("Another case is known here under the name “%s”.") % remote)
        case.remote = remote
        case.save(update_fields=["remote"])
    if registered and application.status == "submitted":
        applications.register(application=application, officer=post, number=registered.number, on=registered.on, at=at)
        application.refresh_from_db()
    return application
