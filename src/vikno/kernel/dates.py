"""Dates and times in words, in the language of the reader and by the clock of the place."""

import datetime
import zoneinfo

from django.utils.formats import date_format
from django.utils.translation import pgettext


def format_date(on: datetime.date) -> str:
    """Return e.g. «2 березня 2026»."""
    return date_format(on, pgettext("format of a date", "j E Y"))


def format_datetime(at: datetime.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """Return e.g. «2 березня 2026, 12:00»."""
    local = at.astimezone(zone)
    return f"{format_date(local.date())}, {local:%H:%M}"
