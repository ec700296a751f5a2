import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vikno.integration.models import Connection
from vikno.integration.queries import connector_of
from vikno.kernel.errors import Rejected, Unreachable


class Command(BaseCommand):
    help = "Do something with a partner system: set up in it what the portal needs, check it, count its cases by state."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["set_up", "check", "figures"])
        parser.add_argument("code", help="code of the connection")

    def handle(self, *args: Any, **options: Any) -> None:
        connection = Connection.objects.filter(code=options["code"]).first()
        if connection is None:
            raise CommandError(f"There is no connection “{options['code']}”.")
        connector = connector_of(connection)
        act = getattr(connector, options["act"], None)
        if act is None:
            raise CommandError(f"The connector “{connection.connector}” has nothing to do for “{options['act']}”.")
        try:
            self._tell(act())
        except (Unreachable, Rejected) as error:
            raise CommandError(str(error)) from None

    def _tell(self, said: Any) -> None:
        """Print what was made, a check, or figures."""
        if isinstance(said, dict):
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
        elif isinstance(said, list):
            self.stdout.write("\n".join([*said, f"{len(said)} made"]))
        else:
            self.stdout.write(str(said.words))
            if not said.is_ok:
                raise CommandError("It does not work yet.")
