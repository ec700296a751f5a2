"""Centres as open data. The names of the fields are a public contract."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from vikno.centres.accessibility import accessibility_facts_from
from vikno.centres.models import Centre, HoursKind, OpeningHours
from vikno.centres.timetable import Timetable, timetables_of


def centres_open_data(centres: Sequence[Centre]) -> dict[str, Any]:
    """Return the centres with the facts of their pages, without database keys."""
    return {"centres": [_row(timetable) for timetable in timetables_of(centres)]}


def _row(timetable: Timetable) -> dict[str, Any]:
    centre = timetable.centre
    texts = ("code", "kind", "name", "community", "address", "phones", "email", "site", "mode", "hours_text")
    ways = ("directions", "transport", "access_roads", "parking", "entrance", "accessibility", "shelter")
    return {
        **{name: getattr(centre, name) for name in (*texts, *ways)},
        "parent": centre.parent.code if centre.parent else None,
        "latitude": _degrees(centre.latitude),
        "longitude": _degrees(centre.longitude),
        "time_zone": centre.time_zone,
        "accessibility_facts": {
            fact.feature.value: fact.has.value or None for fact in accessibility_facts_from(centre.accessibility_facts)
        },
        "last_entry_minutes": centre.last_entry_minutes,
        "hours": _week(timetable.week_of(None)),
        "office_hours": _week(timetable.week_of(None, HoursKind.OFFICE)),
        "periods": [
            {
                "title": period.title,
                "starts_on": period.starts_on,
                "ends_on": period.ends_on,
                "hours": _week(timetable.week_of(period)),
            }
            for period in timetable.periods
        ],
        "days_that_differ": [
            {"on": on, "hours": list(map(str, timetable.hours_on(on)))} for on in sorted(timetable.calendar.exceptions)
        ],
        "stops": [
            {
                "place": stop.place,
                "weekday": None if stop.weekday is None else stop.weekday + 1,
                "dates": stop.dates.split(),
                "opens": f"{stop.opens_at:%H:%M}",
                "closes": f"{stop.closes_at:%H:%M}",
                "latitude": _degrees(stop.latitude),
                "longitude": _degrees(stop.longitude),
            }
            for stop in timetable.stops
        ],
    }


def _degrees(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _week(rows: Iterable[OpeningHours]) -> list[dict[str, Any]]:
    return [
        {"weekday": row.weekday + 1, "opens": f"{row.opens_at:%H:%M}", "closes": f"{row.closes_at:%H:%M}"}
        for row in rows
    ]
