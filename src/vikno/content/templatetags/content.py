"""Template filters of the public site."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from vikno.catalogue import card_phrases
from vikno.catalogue.queries import ServiceListItem
from vikno.centres.hours import OpeningSpan
from vikno.centres.models import HoursPeriod
from vikno.centres.opening_text import opening_status_text
from vikno.centres.timetable import Timetable
from vikno.content import html_sanitizer
from vikno.content.centres import contacts
from vikno.content.home.hours_pane import hours_pane
from vikno.content.models import page_address

register = template.Library()

_JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

register.filter("sanitize_html", html_sanitizer.sanitize_html)
register.filter("render_rich_text", html_sanitizer.render_rich_text)
register.filter("page_address", page_address)
register.filter("phones", contacts.parse_phones)
register.filter("map_link", contacts.map_link)
register.filter("geo_link", contacts.geo_link)
register.filter("google_link", contacts.google_link)
register.filter("coordinates", contacts.coordinates)
register.filter("display_url", contacts.display_url)
register.filter("opening_status_text", opening_status_text)
register.filter("hours_pane", hours_pane)

# Icons that suit a life event; an editor may have named another one.
EVENT_ICONS = (
    "baby",
    "home",
    "key",
    "rings",
    "land",
    "shield",
    "coin",
    "candle",
    "family",
    "document",
    "user",
    "repeat",
)


@register.filter
def event_icon(name: str) -> str:
    return name if name in EVENT_ICONS else "document"


@register.filter
def service_facts(row: ServiceListItem) -> str:
    """Return the facts of a service in a list: channels, fee, term."""
    facts = (
        card_phrases.availability_phrase(row.availability),
        card_phrases.fee_phrase(row.card),
        card_phrases.term_phrase(row.card),
    )
    return capfirst(" · ".join(filter(None, facts)))


@register.filter
def week_hours(timetable: Timetable, period: HoursPeriod) -> list[tuple[str, list[OpeningSpan]]]:
    """Return the weekdays of a period with their hours, or an empty list if it has none."""
    rows = timetable.week_of(period)
    days = [(str(name), [row.span for row in rows if row.weekday == day]) for day, name in WEEKDAYS.items()]
    return days if rows else []


@register.filter
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """Return a data block for search engines. Characters that could end the block early are escaped."""
    text = json.dumps(data, ensure_ascii=False, default=str).translate(_JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped just above
