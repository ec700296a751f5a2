from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vikno.api import operations
from vikno.api.models import Partner
from vikno.api.operations import PartnerCredentials
from vikno.api.scopes import SCOPES
from vikno.integration.models import Connection
from vikno.kernel.errors import Refused

ACTOR = "command"


class Command(BaseCommand):
    help = "Let the program of a connection into the agency API, give it a new secret, shut it out, or let it in again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["add", "rotate", "disable", "enable", "list"])
        parser.add_argument("code", nargs="?", default="", help="the code of the connection")
        parser.add_argument(
            "--scope", action="append", choices=sorted(SCOPES), help="all of them, unless some are named"
        )

    def handle(self, *args: Any, what: str, code: str, **options: Any) -> None:
        if what == "list":
            for partner in Partner.objects.select_related("connection").order_by("pk"):
                state = "in" if partner.is_enabled else "shut out"
                self.stdout.write(f"{partner.connection.code}: {state}, {' '.join(partner.scopes)}")
            return
        try:
            self._perform(what, code, options["scope"] or sorted(SCOPES))
        except (Connection.DoesNotExist, Partner.DoesNotExist):
            raise CommandError(f"There is nothing to {what} under the code “{code}”.") from None
        except Refused as error:
            raise CommandError(str(error)) from None

    def _perform(self, what: str, code: str, scopes: list[str]) -> None:
        at = timezone.now()
        if what == "add":
            connection = Connection.objects.get(code=code)
            self._show(operations.register_partner(connection=connection, scopes=scopes, actor=ACTOR, at=at))
            return
        partner = Partner.objects.select_related("connection", "client").get(connection__code=code)
        if what == "rotate":
            self._show(operations.rotate_secret(partner=partner, actor=ACTOR, at=at))
        elif what == "disable":
            operations.disable_partner(partner=partner, actor=ACTOR, at=at)
        else:
            operations.enable_partner(partner=partner, actor=ACTOR, at=at)

    def _show(self, credentials: PartnerCredentials) -> None:
        self.stdout.write(f"client_id      {credentials.client_id}")
        self.stdout.write(f"client_secret  {credentials.client_secret}")
        self.stdout.write("The secret is not shown again.")
