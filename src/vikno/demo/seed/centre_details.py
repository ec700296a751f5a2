"""Details of the centres besides address and hours: summer hours, a route, officers, translations, photos, an alert."""

import datetime
import tomllib
from typing import Any

from django.utils import translation
from wagtail.images.models import Image

from vikno.centres.hours import parse_spans
from vikno.centres.models import (
    Alert,
    AlertTranslation,
    Centre,
    CentrePhoto,
    CentreTranslation,
    HoursPeriod,
    OpeningHours,
    PublicOfficer,
    RouteStop,
)
from vikno.demo.seed import drawings
from vikno.demo.seed.community import DATA, MAIN, CentresByCode
from vikno.kernel.dates import format_date

LANGUAGES = ("cs", "en")


def add_centre_details(places: CentresByCode, *, at: datetime.datetime) -> None:
    """Add the details to existing centres; `at` is the moment of loading the demo."""
    details: dict[str, Any] = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
    today = places[MAIN].today(at)
    for code, row in details["periods"].items():
        _make_period(places[code], row, today)
    for code, rows in details["stops"].items():
        RouteStop.objects.bulk_create(_stop(places[code], row, order, today) for order, row in enumerate(rows))
    for code, rows in details["officers"].items():
        PublicOfficer.objects.bulk_create(
            PublicOfficer(centre=places[code], sort_order=order, **row) for order, row in enumerate(rows)
        )
    for code, rows in details["words"].items():
        CentreTranslation.objects.bulk_create(CentreTranslation(centre=places[code], **row) for row in rows)
    for order, row in enumerate(details["photos"]["verbivka"]):
        drawing = drawings.render_drawing(getattr(drawings, row["drawing"]), row["drawing"])
        image = Image.objects.create(title=row["caption"], file=drawing)
        CentrePhoto.objects.create(
            centre=places[MAIN], sort_order=order, image=image, alt=row["alt"], caption=row["caption"]
        )
    _make_alert(details["alert"], at=at)


def _make_period(centre: Centre, row: dict[str, Any], today: datetime.date) -> None:
    ends_on = datetime.date(today.year, *row["ends"])
    year = today.year if today <= ends_on else today.year + 1
    period = HoursPeriod.objects.create(
        centre=centre,
        title=row["title"],
        starts_on=datetime.date(year, *row["starts"]),
        ends_on=ends_on.replace(year=year),
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(centre=centre, period=period, weekday=weekday, **span._asdict())
        for weekday, text in enumerate(row["hours"])
        for span in parse_spans(text)
    )


def _stop(centre: Centre, row: dict[str, Any], order: int, today: datetime.date) -> RouteStop:
    dates = [today + datetime.timedelta(days=days) for days in row.get("in_days", ())]
    latitude, longitude = row.get("at", (None, None))
    return RouteStop(
        centre=centre,
        sort_order=order,
        place=row["place"],
        weekday=row.get("weekday"),
        dates=" ".join(on.isoformat() for on in dates),
        latitude=latitude,
        longitude=longitude,
        **parse_spans(row["hours"])[0]._asdict(),
    )


def _make_alert(row: dict[str, Any], *, at: datetime.datetime) -> None:
    ends_at = at + datetime.timedelta(days=row["in_days"])
    original = {"title": row["title"], "text": row["text"]}
    alert = Alert.objects.create(
        severity=row["severity"], starts_at=at, ends_at=ends_at, **_insert_day(original, ends_at, language="uk")
    )
    AlertTranslation.objects.bulk_create(
        AlertTranslation(alert=alert, language=language, **_insert_day(row[language], ends_at, language=language))
        for language in LANGUAGES
    )


def _insert_day(texts: dict[str, str], at: datetime.datetime, *, language: str) -> dict[str, str]:
    """Return the texts with the day in place of `{day}`."""
    with translation.override(language):
        return {name: text.format(day=format_date(at.date())) for name, text in texts.items()}
