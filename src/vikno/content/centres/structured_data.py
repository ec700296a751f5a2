"""Centres as linked data of schema.org, for search engines."""

import datetime
from collections.abc import Sequence
from typing import Any

from vikno.centres.accessibility import FeatureAvailability, accessibility_facts_from
from vikno.centres.hours import OpeningSpan
from vikno.centres.models import Centre
from vikno.centres.queries import upcoming_exceptional_days
from vikno.centres.timetable import Timetable
from vikno.content.centres.contacts import map_link, parse_phones

SCHEMA_ORG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def centre_json_ld(timetable: Timetable, *, today: datetime.date, url: str) -> dict[str, Any]:
    """Return the centre as schema.org's GovernmentOffice, without unknown values."""
    centre = timetable.centre
    numbers = [phone.dial for phone in parse_phones(centre.phones) if phone.dial]
    geo = None
    if centre.latitude is not None and centre.longitude is not None:
        geo = {"@type": "GeoCoordinates", "latitude": float(centre.latitude), "longitude": float(centre.longitude)}
    linked_data = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "@id": url,
        "url": url,
        "name": centre.name,
        "address": centre.address,
        "telephone": numbers[0] if len(numbers) == 1 else numbers,
        "email": centre.email,
        "sameAs": centre.site,
        "geo": geo,
        "hasMap": map_link(centre),
        "parentOrganization": {"@type": "GovernmentOffice", "name": centre.parent.name} if centre.parent else None,
        "amenityFeature": _amenities(centre),
        "openingHoursSpecification": _specifications(timetable),
        "specialOpeningHoursSpecification": [
            {**_hours(day.hours), "validFrom": day.on.isoformat(), "validThrough": day.on.isoformat()}
            for day in upcoming_exceptional_days(timetable, today=today)
        ],
    }
    return {name: value for name, value in linked_data.items() if value}


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
    """Return the usual week, and the weeks of periods with their first and last dates."""
    specifications = []
    for period in (None, *sorted(timetable.periods, key=lambda period: period.starts_on)):
        between: dict[str, str] = {}
        if period is not None:
            between["validFrom"] = period.starts_on.isoformat()
            if period.ends_on:
                between["validThrough"] = period.ends_on.isoformat()
        rows = timetable.week_of(period)
        specifications += [
            {**_hours([row.span]), "dayOfWeek": f"https://schema.org/{SCHEMA_ORG_DAYS[row.weekday]}", **between}
            for row in rows
        ]
    return specifications


def _hours(spans: Sequence[OpeningSpan]) -> dict[str, Any]:
    """Return one specification; a day without hours is from midnight to midnight, as schema.org prescribes."""
    opens, closes = (f"{spans[0].opens_at:%H:%M}", f"{spans[-1].closes_at:%H:%M}") if spans else ("00:00", "00:00")
    return {"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes}
