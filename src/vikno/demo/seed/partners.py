"""Two external systems of the demo's centres: one fetches its cases, the other is behind the State's bus.

The demo shows a head each situation once: a case without problems, an unknown status, a message that nobody can process, and,
if the simulator of the bus runs, a rejected letter to send again.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from vikno.applications.models import Application
from vikno.centres.models import Centre
from vikno.demo.seed.cards import Services
from vikno.demo.seed.cases import DemoCase, DemoWorld, ScheduledAction, send_application
from vikno.demo.seed.community import DATA, MAIN, CentresByCode
from vikno.demo.seed.people import DemoPeople
from vikno.demo.seed.stories import RESIDENCE, VILKHA, CaseStory
from vikno.demo.seed.timeline import DemoTimeline
from vikno.integration import operations
from vikno.integration.connectors.base import CaseUpdate, RawInboundMessage, RemoteRegistration
from vikno.integration.models import Connection
from vikno.outbox.models import Delivery, DeliveryFailure, DeliveryStatus

ACTOR = "demo"
STAROSTA, BUS = "starosta", "sev"
WEDDING = "marriage-registration"
CLERK = "Коваль О. П."
NUMBER = "14/02-07"
CHECKING, UNKNOWN = "Звіряння адреси", "Передано до військового обліку"
COUNCIL, COUNCIL_CODE, OUR_CODE = "Вербівська селищна рада", "00012345", "00098765"
BUS_PATH = "/sev/csp/dirbus/bus.esb.IntegrationService.cls"
# The age of a case in working days and the updates about it: the first case has no problems, the second has a status that the
# status map lacks, the third has the number of another case.
STAROSTA_UPDATES: tuple[tuple[int, tuple[dict[str, Any], ...]], ...] = (
    (4, ({"received": True, "registered": RemoteRegistration(number=NUMBER)}, {"status": CHECKING, "who": CLERK})),
    (3, ({"received": True}, {"status": UNKNOWN})),
    (2, ({"received": True}, {"registered": RemoteRegistration(number=NUMBER)})),
)
# The figures of a month: code, service (empty for all services), value.
MONTHLY_FIGURES = (("received", "", "41"), ("done", "", "38"), ("days-mean", "", "6.5"), ("received", RESIDENCE, "17"))
# The age of the last action in the demo: a running portal makes the later requests to the bus.
LAST_ACTION_AGE = timedelta(minutes=5)


def scheduled_actions(
    *, places: CentresByCode, services: Services, cast: DemoPeople, now: datetime
) -> list[ScheduledAction]:
    """Return the actions of the two systems with their times."""
    timeline = DemoTimeline(now=now, zone=places[MAIN].zone)
    world = DemoWorld(centres=places, services=services, officers=cast.officers, timeline=timeline)
    steps = list(_starosta_steps(world, cast))
    if account := _bus_account():
        steps.append((now - LAST_ACTION_AGE, partial(_exchange_over_bus, world, cast, account)))
    return [ScheduledAction(at=at, perform=perform, is_own=False) for at, perform in steps]


def _starosta_steps(world: DemoWorld, cast: DemoPeople) -> Iterator[tuple[datetime, Any]]:
    connected_at = world.timeline.time_at(world.timeline.workday(6), 9 * 60)
    yield connected_at, partial(_connect_starosta, world.centres[VILKHA], world.services)
    for number, (ago, updates) in enumerate(STAROSTA_UPDATES, start=900):
        case = DemoCase(
            world, CaseStory(service=RESIDENCE, sent=ago, centre=VILKHA), cast.residents[number - 900], number
        )
        ((sent_at, _send),) = case.schedule()
        yield sent_at, partial(send_application, case)
        for order, fields in enumerate(updates, start=1):
            yield sent_at + timedelta(minutes=47 * order), partial(_record_update, case, order, fields)


def _connect_starosta(centre: Centre, services: Services, at: datetime) -> None:
    name = "СЕД старости"
    connection = operations.connect(
        code=STAROSTA, name=name, connector="agency_api", centre=centre, settings={}, actor=ACTOR, at=at
    )
    operations.add_routes(connection=connection, services=[services[RESIDENCE]])
    translations = {
        "words_uk": "Фахівець звіряє адресу з реєстром громади",
        "words_cs": "Pracovník ověřuje adresu v registru obce",
        "words_en": "An officer checks the address in the register of the community",
    }
    values = {"foreign": CHECKING, "meaning": "in_work", "needs_action": False, "sends_letter": True, **translations}
    operations.save_status_mapping(connection=connection, values=values, actor=ACTOR, at=at)
    until = centre.today(at).replace(day=1) - timedelta(days=1)
    figures = [
        operations.ReportedFigure(code=code, service=service, value=Decimal(value))
        for code, service, value in MONTHLY_FIGURES
    ]
    operations.record_partner_figures(
        connection=connection, since=until.replace(day=1), until=until, figures=figures, at=at
    )


def _record_update(case: DemoCase, order: int, fields: dict[str, Any], at: datetime) -> None:
    connection = Connection.objects.get(code=STAROSTA)
    number = Application.objects.values_list("number", flat=True).get(pk=case.application.pk) or ""
    update = CaseUpdate(application=number, at=at, order=order, **fields)
    kind = "status" if "status" in fields else "ack"
    operations.record_partner_update(connection=connection, key=f"{number}/{order}", kind=kind, update=update, at=at)
    operations.note_contact(connection=connection, at=at)


# The bus.


@dataclass(frozen=True, kw_only=True)
class BusAccount:
    """The account of this portal at the simulator of the bus."""

    address: str
    client_id: str
    secret: str


def _bus_account() -> BusAccount | None:
    path: Path = settings.SIMULATORS_PLACE / "for-the-portal" / "client.json"
    if not settings.SIMULATORS_URL or not path.exists():
        return None
    client = json.loads(path.read_text())
    address = f"{settings.SIMULATORS_URL}{BUS_PATH}"
    return BusAccount(address=address, client_id=client["client_id"], secret=client["client_secret"])


def _exchange_over_bus(world: DemoWorld, cast: DemoPeople, account: BusAccount, at: datetime) -> None:
    connection = _connect_bus(world, account, at)
    case = DemoCase(world, CaseStory(service=WEDDING, on_paper=True), cast.residents[-1], 990)
    send_application(case, at)
    undelivered = Delivery.objects.filter(consumer=connection.line, status=DeliveryStatus.WAITING)
    undelivered.update(
        status=DeliveryStatus.GIVEN_UP,
        attempts=1,
        trouble_kind=DeliveryFailure.REJECTED,
        trouble="Шина каже 21: організацію-отримувача тимчасово відключено",
    )
    body = (DATA / "letter.xml").read_text(encoding="utf-8").replace("{at}", f"{at:%Y-%m-%dT%H:%M:%SZ}").encode()
    letter = RawInboundMessage(id="2B7C0A3E-5B0E-4B5C-9B57-0A3B6E1F9D11", kind="Document", body=body, at=at)
    message, _is_new = operations.store_message(connection=connection, incoming=letter, at=at)
    operations.handle_message(message=message, at=at)


def _connect_bus(world: DemoWorld, account: BusAccount, at: datetime) -> Connection:
    account_settings = {
        "address": account.address,
        "system_id": account.client_id,
        "password": account.secret,
        "our_edrpou": OUR_CODE,
        "our_name": world.centres[MAIN].name,
        "to_edrpou": COUNCIL_CODE,
        "to_name": COUNCIL,
    }
    connection = operations.connect(
        code=BUS,
        name=COUNCIL,
        connector="sev_ovv",
        centre=world.centres[MAIN],
        settings=account_settings,
        actor=ACTOR,
        at=at,
    )
    operations.add_routes(connection=connection, services=[world.services[WEDDING]])
    # The bus does not answer while the demo is loading.
    Connection.objects.filter(pk=connection.pk).update(poll_at=world.timeline.now)
    return connection
