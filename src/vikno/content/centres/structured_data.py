"""Centres for machines: schema.org for search engines, open data for everybody."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from vikno.centres.accessibility import FeatureAvailability, accessibility_facts_from
from vikno.centres.hours import OpeningSpan
from vikno.centres.models import Centre, HoursKind, HoursPeriod, OpeningHours, RouteStop
from vikno.centres.queries import upcoming_exceptional_days
from vikno.centres.timetable import Timetable, timetables_of
from vikno.content.centres.contacts import map_link, parse_phones

SCHEMA_ORG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def centre_json_ld(timetable: Timetable, *, today: datetime.date, url: str) -> dict[str, Any]:
    """Return the centre as schema.org's GovernmentOffice; what is not known is left out."""
    centre = timetable.centre
    numbers = [phone.dial for phone in parse_phones(centre.phones) if phone.dial]
    found = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "@id": url,
        "url": url,
        "name": centre.name,
        "address": centre.address,
        "telephone": numbers[0] if len(numbers) == 1 else numbers,
        "email": centre.email,
        "sameAs": centre.site,
        "geo": _geo(centre),
        "hasMap": map_link(centre),
        "parentOrganization": {"@type": "GovernmentOffice", "name": centre.parent.name} if centre.parent else None,
        "amenityFeature": _amenities(centre),
        "openingHoursSpecification": _specifications(timetable),
        "specialOpeningHoursSpecification": _special(timetable, today=today),
    }
    return {name: value for name, value in found.items() if value}


def _geo(centre: Centre) -> dict[str, Any] | None:
    if centre.latitude is None or centre.longitude is None:
        return None
    return {
        "@type": "GeoCoordinates",
        "latitude": float(centre.latitude),
        "longitude": float(centre.longitude),
    }


def _amenities(centre: Centre) -> list[dict[str, Any]]:
    return [
        {
            "@type": "LocationFeatureSpecification",
            "name": str(fact.feature.label),
            "value": fact.has == FeatureAvailability.YES,
        }
        for fact in accessibility_facts_from(centre.accessibility_facts)
        if fact.has != FeatureAvailability.UNKNOWN
    ]


def _specifications(timetable: Timetable) -> list[dict[str, Any]]:
    """Return the usual week, and the weeks of periods with the dates they hold between."""
    found = []
    for period in (None, *sorted(timetable.periods, key=lambda period: period.starts_on)):
        between: dict[str, str] = {}
        if period is not None:
            between["validFrom"] = period.starts_on.isoformat()
            if period.ends_on:
                between["validThrough"] = period.ends_on.isoformat()
        rows = timetable.week_of(period)
        found += [
            {**_hours([row.span]), "dayOfWeek": f"https://schema.org/{SCHEMA_ORG_DAYS[row.weekday]}", **between}
            for row in rows
        ]
    return found


def _special(timetable: Timetable, *, today: datetime.date) -> list[dict[str, Any]]:
    return [
        {**_hours(day.hours), "validFrom": day.on.isoformat(), "validThrough": day.on.isoformat()}
        for day in upcoming_exceptional_days(timetable, today=today)
    ]


def _hours(spans: Sequence[OpeningSpan]) -> dict[str, Any]:
    """Return one specification. Closed all day is said as from midnight to midnight."""
    opens, closes = (f"{spans[0].opens_at:%H:%M}", f"{spans[-1].closes_at:%H:%M}") if spans else ("00:00", "00:00")
    return {"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes}


def centres_open_data(centres: Sequence[Centre]) -> dict[str, Any]:
    """Return the centres with stable names of our own: no keys of tables, nothing that is not on their pages."""
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
        "periods": [_period(timetable, period) for period in timetable.periods],
        "days_that_differ": [
            {"on": on, "hours": list(map(str, timetable.hours_on(on)))} for on in sorted(timetable.calendar.exceptions)
        ],
        "stops": [_stop(stop) for stop in timetable.stops],
    }


def _degrees(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _week(rows: Iterable[OpeningHours]) -> list[dict[str, Any]]:
    return [
        {"weekday": row.weekday + 1, "opens": f"{row.opens_at:%H:%M}", "closes": f"{row.closes_at:%H:%M}"}
        for row in rows
    ]


def _period(timetable: Timetable, period: HoursPeriod) -> dict[str, Any]:
    dates = {"starts_on": period.starts_on, "ends_on": period.ends_on}
    return {"title": period.title, **dates, "hours": _week(timetable.week_of(period))}


def _stop(stop: RouteStop) -> dict[str, Any]:
    return {
        "place": stop.place,
        "weekday": None if stop.weekday is None else stop.weekday + 1,
        "dates": stop.dates.split(),
        "opens": f"{stop.opens_at:%H:%M}",
        "closes": f"{stop.closes_at:%H:%M}",
        "latitude": _degrees(stop.latitude),
        "longitude": _degrees(stop.longitude),
    }
