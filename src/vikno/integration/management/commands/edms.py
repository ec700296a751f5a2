"""Connections to partner systems, for administrators."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.integration import operations
from vikno.integration.connectors import CONNECTORS
from vikno.integration.models import Connection, Route
from vikno.integration.queries import connector_of, healths
from vikno.kernel.errors import Refused, Rejected, Unreachable

ACTOR = "command:edms"
# The actions of a connector itself.
CONNECTOR_ACTIONS = {
    "set_up": "make in it what the portal needs",
    "check": "say whether it can be spoken to",
    "figures": "count its cases by state",
}


class Command(BaseCommand):
    help = "Join partner systems, and look after them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for act, words in CONNECTOR_ACTIONS.items():
            acts.add_parser(act, help=words).add_argument("code", help="code of the connection")
        connect = acts.add_parser("connect", help="join a system")
        connect.add_argument("--connector", required=True, choices=sorted(set(CONNECTORS) - {"workspace"}))
        connect.add_argument("--centre", required=True, help="code of the centre whose cases it gets")
        _add_settings_arguments(connect)
        connect.add_argument("--name", default="", help="how people call the system; the code, if left out")
        _add_service_arguments(connect)
        routes = acts.add_parser("routes", help="list who gets which cases; with services, add to that")
        routes.add_argument("code", nargs="?", default="", help="code of the connection; all, if left out")
        _add_service_arguments(routes)
        _add_settings_arguments(acts.add_parser("configure", help="change what its connector is told"))
        unroute = acts.add_parser("unroute", help="give it no more cases; those that it has stay with it")
        unroute.add_argument("code", help="code of the connection")
        unroute.add_argument("--service", action="append", default=[], help="only of this service; may be repeated")
        acts.add_parser("list", help="list the connections and how they fare")
        for act, words in (("pause", "let nothing out until it is resumed"), ("resume", "open it again")):
            acts.add_parser(act, help=words).add_argument("code", help="code of the connection")

    def handle(self, *args: Any, **options: Any) -> None:
        act = options["act"]
        try:
            if act in CONNECTOR_ACTIONS:
                self._run_action(act, _connection(options["code"]))
            else:
                getattr(self, f"_{act}")(options)
        except (Unreachable, Rejected, Refused) as error:
            raise CommandError(str(error)) from None

    @transaction.atomic
    def _connect(self, options: dict[str, Any]) -> None:
        if Connection.objects.filter(code=options["code"]).exists():
            raise CommandError(f"There is a connection “{options['code']}” already.")
        centre = Centre.objects.filter(code=options["centre"]).first()
        if centre is None:
            raise CommandError(f"There is no centre “{options['centre']}”.")
        connection = operations.connect(
            code=options["code"],
            name=options["name"] or options["code"],
            connector=options["connector"],
            centre=centre,
            settings=_settings(options["config"]),
            actor=ACTOR,
            at=timezone.now(),
        )
        _route(connection, options)
        self.stdout.write(f"{connection.code} is joined.")
        self._routes({"code": connection.code, "service": [], "every_service": False})

    def _configure(self, options: dict[str, Any]) -> None:
        settings = _settings(options["config"])
        connection = _connection(options["code"])
        operations.reconfigure(connection=connection, settings=settings, actor=ACTOR, at=timezone.now())
        self.stdout.write(f"{connection.code} has other settings.")

    def _routes(self, options: dict[str, Any]) -> None:
        rows = Route.objects.select_related("connection", "service").order_by("connection", "pk")
        if options["code"]:
            connection = _connection(options["code"])
            _route(connection, options)
            rows = rows.filter(connection=connection)
        for row in rows:
            service = row.service.code if row.service else "every service"
            self.stdout.write(f"{row.connection.code}: {service}, {'leads' if row.leads else 'follows'}")
        if not rows:
            self.stdout.write("No routes: no case goes there.")

    def _unroute(self, options: dict[str, Any]) -> None:
        connection = _connection(options["code"])
        if not operations.remove_routes(connection=connection, services=_services(options["service"])):
            raise CommandError("There is no such route.")
        self._routes({"code": connection.code, "service": [], "every_service": False})

    def _list(self, options: dict[str, Any]) -> None:
        for health in healths(list(Connection.objects.select_related("centre").order_by("pk"))):
            connection = health.connection
            centre = connection.centre.code if connection.centre else "every centre"
            backlog = f"{health.waiting} waiting, {health.given_up} not delivered, {health.troubled} in trouble"
            self.stdout.write(f"{connection.code} ({connection.connector}, {centre}): {health.state}; {backlog}")

    def _pause(self, options: dict[str, Any]) -> None:
        operations.pause_connection(connection=_connection(options["code"]), actor=ACTOR, at=timezone.now())
        self.stdout.write(f"{options['code']} is paused.")

    def _resume(self, options: dict[str, Any]) -> None:
        operations.resume_connection(connection=_connection(options["code"]), actor=ACTOR, at=timezone.now())
        self.stdout.write(f"{options['code']} is open again.")

    def _run_action(self, act: str, connection: Connection) -> None:
        """Run an action of the connector, and print its outcome."""
        action = getattr(connector_of(connection), act, None)
        if action is None:
            raise CommandError(f"The connector “{connection.connector}” has nothing to do for “{act}”.")
        outcome = action()
        if isinstance(outcome, dict):
            self.stdout.write(json.dumps(outcome, ensure_ascii=False, indent=2))
        elif isinstance(outcome, list):
            self.stdout.write("\n".join([*outcome, f"{len(outcome)} made"]))
        else:
            self.stdout.write(str(outcome.words))
            if not outcome.is_ok:
                raise CommandError("It does not work yet.")


def _add_settings_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", help="a short name for the connection: letters, digits, hyphens")
    parser.add_argument("--config", required=True, help="a JSON file with the settings of the connector")


def _add_service_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--service", action="append", default=[], help="code of a service; may be repeated")
    parser.add_argument("--every-service", action="store_true")
    parser.add_argument("--follows", action="store_true", help="it gets a copy, and does not lead the cases")


def _route(connection: Connection, options: dict[str, Any]) -> None:
    operations.add_routes(
        connection=connection,
        services=_services(options["service"]),
        every_service=options["every_service"],
        leads=not options.get("follows", False),
    )


def _services(codes: list[str]) -> list[Service]:
    services = list(Service.objects.filter(code__in=codes))
    if unknown := sorted(set(codes) - {service.code for service in services}):
        raise CommandError(f"There is no service “{unknown[0]}”.")
    return services


def _connection(code: str) -> Connection:
    connection = Connection.objects.select_related("centre").filter(code=code).first()
    if connection is None:
        raise CommandError(f"There is no connection “{code}”.")
    return connection


def _settings(path: str) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {error}") from None
    return settings
