"""Two systems that the demo's centres are joined to: one fetches its cases, the other stands behind the State's bus.

What a head looks after is there once: a case that goes well, a status that nobody knows, a message that cannot be followed, and,
where the counterpart of the bus runs, a letter that was not taken and can be sent again.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
# How many working days ago it was given a case, and what it has told of it: one goes well, then a status that the map does not
# know, then a number that another case has.
STAROSTA_UPDATES: tuple[tuple[int, tuple[dict[str, Any], ...]], ...] = (
    (4, ({"received": True, "registered": RemoteRegistration(number=NUMBER)}, {"status": CHECKING, "who": CLERK})),
    (3, ({"received": True}, {"status": UNKNOWN})),
    (2, ({"received": True}, {"registered": RemoteRegistration(number=NUMBER)})),
)
# What it counted in a month: in all, and of one service.
MONTHLY_FIGURES = (("received", "", "41"), ("done", "", "38"), ("days-mean", "", "6.5"), ("received", RESIDENCE, "17"))
# When the last of the demo happens: what would be asked of the bus later is asked when the portal runs.
LAST_ACTION_AGE = timedelta(minutes=5)


def scheduled_actions(
    *, places: CentresByCode, services: Services, cast: DemoPeople, now: datetime
) -> list[ScheduledAction]:
    """Return what happens with the two systems, and when."""
    moments = DemoTimeline(now=now, zone=places[MAIN].zone)
    world = DemoWorld(centres=places, services=services, officers=cast.officers, timeline=moments)
    steps = [*_at_the_starosta(world, cast), *_behind_the_bus(world, cast)]
    return [ScheduledAction(at=at, perform=take, is_own=False) for at, take in steps]


def _at_the_starosta(world: DemoWorld, cast: DemoPeople) -> Iterator[tuple[datetime, Any]]:
    joined_at = world.timeline.time_at(world.timeline.workday(6), 9 * 60)
    yield joined_at, partial(_join_starosta, world.centres[VILKHA], world.services)
    for number, (ago, updates) in enumerate(STAROSTA_UPDATES, start=900):
        case = DemoCase(
            world, CaseStory(service=RESIDENCE, sent=ago, centre=VILKHA), cast.residents[number - 900], number
        )
        ((sent_at, _send),) = case.schedule()
        yield sent_at, partial(send_application, case)
        for order, told in enumerate(updates, start=1):
            yield sent_at + timedelta(minutes=47 * order), partial(_tell, case, order, told)


def _join_starosta(centre: Centre, services: Services, at: datetime) -> None:
    name = "СЕД старости"
    connection = operations.connect(
        code=STAROSTA, name=name, connector="agency_api", centre=centre, settings={}, actor=ACTOR, at=at
    )
    operations.add_routes(connection=connection, services=[services[RESIDENCE]])
    words = {
        "words_uk": "Фахівець звіряє адресу з реєстром громади",
        "words_cs": "Pracovník ověřuje adresu v registru obce",
        "words_en": "An officer checks the address in the register of the community",
    }
    values = {"foreign": CHECKING, "meaning": "in_work", "needs_action": False, "sends_letter": True, **words}
    operations.save_status_mapping(connection=connection, values=values, actor=ACTOR, at=at)
    _count(connection, centre.today(at), at)


def _count(connection: Connection, today: date, at: datetime) -> None:
    """Let it tell what it counted in the month before."""
    until = today.replace(day=1) - timedelta(days=1)
    figures = [
        operations.ReportedFigure(code=code, service=service, value=Decimal(value))
        for code, service, value in MONTHLY_FIGURES
    ]
    operations.record_partner_figures(
        connection=connection, since=until.replace(day=1), until=until, figures=figures, at=at
    )


def _tell(case: DemoCase, order: int, told: dict[str, Any], at: datetime) -> None:
    connection = Connection.objects.get(code=STAROSTA)
    number = Application.objects.values_list("number", flat=True).get(pk=case.application.pk) or ""
    update, key = CaseUpdate(application=number, at=at, order=order, **told), f"{number}/{order}"
    operations.record_partner_update(
        connection=connection, key=key, kind="status" if "status" in told else "ack", update=update, at=at
    )
    operations.note_contact(connection=connection, at=at)


# The bus.


@dataclass(frozen=True, kw_only=True)
class BusAccount:
    """The account of this portal at the simulator of the bus."""

    address: str
    client_id: str
    secret: str


def _account() -> BusAccount | None:
    given: Path = settings.SIMULATORS_PLACE / "for-the-portal" / "client.json"
    if not settings.SIMULATORS_URL or not given.exists():
        return None
    client = json.loads(given.read_text())
    address = f"{settings.SIMULATORS_URL}{BUS_PATH}"
    return BusAccount(address=address, client_id=client["client_id"], secret=client["client_secret"])


def _behind_the_bus(world: DemoWorld, cast: DemoPeople) -> Iterator[tuple[datetime, Any]]:
    if account := _account():
        yield world.timeline.now - LAST_ACTION_AGE, partial(_correspond, world, cast, account)


def _correspond(world: DemoWorld, cast: DemoPeople, account: BusAccount, at: datetime) -> None:
    connection = _join_bus(world, account, at)
    case = DemoCase(world, CaseStory(service=WEDDING, on_paper=True), cast.residents[-1], 990)
    send_application(case, at)
    undelivered = Delivery.objects.filter(consumer=connection.line, status=DeliveryStatus.WAITING)
    undelivered.update(
        status=DeliveryStatus.GIVEN_UP,
        attempts=1,
        trouble_kind=DeliveryFailure.REJECTED,
        trouble="Шина каже 21: організацію-отримувача тимчасово відключено",
    )
    letter = RawInboundMessage(id="2B7C0A3E-5B0E-4B5C-9B57-0A3B6E1F9D11", kind="Document", body=_letter(at), at=at)
    message, _is_new = operations.store_message(connection=connection, incoming=letter, at=at)
    operations.handle_message(message=message, at=at)


def _join_bus(world: DemoWorld, account: BusAccount, at: datetime) -> Connection:
    told = {
        "address": account.address,
        "system_id": account.client_id,
        "password": account.secret,
        "our_edrpou": OUR_CODE,
        "our_name": world.centres[MAIN].name,
        "to_edrpou": COUNCIL_CODE,
        "to_name": COUNCIL,
    }
    connection = operations.connect(
        code=BUS, name=COUNCIL, connector="sev_ovv", centre=world.centres[MAIN], settings=told, actor=ACTOR, at=at
    )
    operations.add_routes(connection=connection, services=[world.services[WEDDING]])
    # Nobody answers while the demo is being filled.
    Connection.objects.filter(pk=connection.pk).update(poll_at=world.timeline.now)
    return connection


def _letter(at: datetime) -> bytes:
    return (DATA / "letter.xml").read_text(encoding="utf-8").replace("{at}", f"{at:%Y-%m-%dT%H:%M:%SZ}").encode()
