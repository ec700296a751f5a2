"""The centre with its remote desks, the authorities, and the life events."""

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
    """Make the community and return its centres by code; the first is the main centre, the others belong to it."""
    places: CentresByCode = {}
    for row in community_data()["centres"]:
        fields = {name: value for name, value in row.items() if name not in ("hours", "desks")}
        centre = Centre.objects.create(parent=places.get(MAIN), community=NAME, **fields)
        places[centre.code] = centre
        OpeningHours.objects.bulk_create(
            OpeningHours(
                centre=centre,
                weekday=weekday,
                opens_at=datetime.time.fromisoformat(opens),
                closes_at=datetime.time.fromisoformat(closes),
            )
            for weekday, periods in enumerate(row["hours"])
            for opens, _, closes in (period.partition("-") for period in periods)
        )
        Desk.objects.bulk_create(Desk(centre=centre, number=number) for number in range(1, row["desks"] + 1))
    for row in community_data()["authorities"].values():
        Authority.objects.create(**row)
    LifeEvent.objects.bulk_create(
        LifeEvent(position=position, **row) for position, row in enumerate(community_data()["life_events"])
    )
    return places
