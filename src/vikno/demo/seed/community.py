"""The centre with its remote desks, the bodies that decide, and the life events."""

import datetime
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from vikno.catalogue.models import Authority, LifeEvent
from vikno.centres.models import Centre, Desk, OpeningHours

DATA = Path(__file__).resolve().parents[1] / "data"
MAIN = "verbivka"
NAME = "Вербівська громада"
CentresByCode = dict[str, Centre]


@cache
def community_data() -> dict[str, Any]:
    return tomllib.loads((DATA / "community.toml").read_text(encoding="utf-8"))


def make() -> CentresByCode:
    """Return the centres by code; the first is the main one, the others are below it."""
    places: CentresByCode = {}
    for row in community_data()["centres"]:
        places[row["code"]] = _centre(row, parent=places.get(MAIN))
    for row in community_data()["authorities"].values():
        Authority.objects.create(**row)
    LifeEvent.objects.bulk_create(
        LifeEvent(position=position, **row) for position, row in enumerate(community_data()["life_events"])
    )
    return places


def _centre(row: dict[str, Any], *, parent: Centre | None) -> Centre:
    fields = {name: value for name, value in row.items() if name not in ("hours", "desks")}
    centre: Centre = Centre.objects.create(parent=parent, community=NAME, **fields)
    OpeningHours.objects.bulk_create(
        _hours(centre, weekday, period) for weekday, periods in enumerate(row["hours"]) for period in periods
    )
    Desk.objects.bulk_create(Desk(centre=centre, number=number) for number in range(1, row["desks"] + 1))
    return centre


def _hours(centre: Centre, weekday: int, period: str) -> OpeningHours:
    opens, closes = (datetime.time.fromisoformat(end) for end in period.split("-"))
    return OpeningHours(centre=centre, weekday=weekday, opens_at=opens, closes_at=closes)
