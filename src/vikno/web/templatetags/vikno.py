"""Tags and filters for templates of all faces."""

import datetime
import html
import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from vikno.applications.models import ApplicationStatus, Deadline
from vikno.applications.queries import CaseUrgency
from vikno.centres.models import Centre
from vikno.centres.models.translations import TranslatedTextModel
from vikno.kernel import dates
from vikno.kernel.public_urls import absolute_url
from vikno.web.head import page_head
from vikno.web.problems import form_problems

register = template.Library()

CONTENT_LANGUAGE = "uk"
OPEN_GRAPH_LOCALES = {"uk": "uk_UA", "cs": "cs_CZ", "en": "en_GB"}


@register.filter
def filesize(size: int) -> str:
    """Return «2,1 МБ», and «10 МБ» rather than «10,0 МБ»."""
    return re.sub(r"[.,]0(?!\d)", "", filesizeformat(size))


# The head of a page.


@register.simple_block_tag
def plain_text(content: str) -> str:
    """Return the block as plain text, for places that take no markup."""
    return " ".join(html.unescape(strip_tags(content)).split())


@register.inclusion_tag("web/head.html", takes_context=True)
def head(context: template.Context) -> dict[str, Any]:
    """Render the head of a page for search engines and for previews of shared links."""
    request, language = context.get("request"), get_language() or ""
    return {
        "head": page_head(request, context.get("addresses") or {}) if request else None,
        "vikno": context.get("vikno"),
        "title": context.get("page_title", ""),
        "description": context.get("page_description", ""),
        "image": absolute_url(str(context.get("page_image", ""))),
        "locale": OPEN_GRAPH_LOCALES.get(language, language),
    }


# Dates and times.


@register.filter
def in_zone(at: datetime.datetime | None, centre: Centre) -> datetime.datetime | None:
    """Return the moment by the clock of the centre."""
    return at.astimezone(centre.zone) if at else None


@register.filter
def day(on: datetime.date | None) -> str:
    """Return «22 листопада 2026»; for a moment, its date in its own zone."""
    if isinstance(on, datetime.datetime):
        on = _local(on).date()
    return dates.format_date(on) if on else ""


@register.filter
def moment(at: datetime.datetime | None) -> str:
    """Return «22 листопада, 10:31», with the year where it is not the current one."""
    if at is None:
        return ""
    local = _local(at)
    if local.year != timezone.localtime().year:
        return f"{dates.format_date(local.date())}, {local:%H:%M}"
    words = date_format(local.date(), pgettext("format of a date without its year", "j E"))
    return f"{words}, {local:%H:%M}"


def _local(at: datetime.datetime) -> datetime.datetime:
    """Return a moment in its own zone; a moment in UTC, as the database has it, in the zone of the site."""
    return timezone.localtime(at) if str(at.tzinfo) == "UTC" else at


# The status of an application as lit panes, and its deadline in words.

PANES = 4
_LIT = {
    ApplicationStatus.SUBMITTED: 1,
    ApplicationStatus.REGISTERED: 2,
    ApplicationStatus.IN_WORK: 3,
    ApplicationStatus.RETURNED: 3,
    ApplicationStatus.DECIDED: 4,
    ApplicationStatus.ISSUED: 4,
}
_TONE = {
    ApplicationStatus.DRAFT: "draft",
    ApplicationStatus.RETURNED: "need",
    ApplicationStatus.ISSUED: "done",
    ApplicationStatus.WITHDRAWN: "draft",
}


@register.filter
def status_panes(status: str) -> list[dict[str, str]]:
    """Return the four panes of a status: the place of each, and `on` for a stage passed or `need` where the reader must act."""
    lit = _LIT.get(ApplicationStatus(status), 0)
    marks = ["on"] * lit + [""] * (PANES - lit)
    if status == ApplicationStatus.RETURNED:
        marks[-1] = "need"
    places = (("4", "4"), ("13", "4"), ("4", "13"), ("13", "13"))
    return [{"x": x, "y": y, "mark": mark} for (x, y), mark in zip(places, marks, strict=True)]


@register.filter
def status_tone(status: str) -> str:
    return _TONE.get(ApplicationStatus(status), "")


@register.simple_tag
def deadline_in_words(urgency: str, deadline: Deadline | None, today: datetime.date) -> str:
    """Return in words when a case is due; an empty text where it is not due any more."""
    if deadline is None or urgency == CaseUrgency.NONE:
        return ""
    if urgency == CaseUrgency.PAUSED:
        return _("paused")
    days = (deadline.due_on - today).days
    if days < 0:
        return ngettext("%d day late", "%d days late", -days) % -days
    if days == 0:
        return _("today")
    return _("tomorrow") if days == 1 else ngettext("%d day left", "%d days left", days) % days


# For components.


@register.filter
def get_item(of: Any, key: str) -> Any:
    """Return the value at this key of a mapping; an empty text where there is none, or where `of` is no mapping."""
    return of.get(key, "") if isinstance(of, Mapping) else ""


@register.filter
def step_states(total: Any, now: Any) -> list[str]:
    """Return the state of each step of a form: `done`, `now`, or empty for a step to come."""
    return ["done" if step < int(now) else "now" if step == int(now) else "" for step in range(1, int(total) + 1)]


_TONES = {constants.SUCCESS: "ok", constants.WARNING: "warn", constants.ERROR: "warn"}


@register.filter
def message_tone(message: Message) -> str:
    return _TONES.get(message.level, "info")


@register.simple_tag
def upload_limit() -> str:
    """Return the greatest size of a file, in bytes."""
    return str(settings.UPLOAD_LIMIT_BYTES)


@register.simple_tag
def content_lang(language: str = CONTENT_LANGUAGE) -> SafeString:
    """Return ` lang="uk"` for content in a page of another language, otherwise an empty text."""
    return format_html(' lang="{}"', language) if get_language() != language else mark_safe("")


@register.simple_tag
def interface_lang() -> SafeString:
    """Return the page's own ` lang` for interface text inside content of another language, otherwise an empty text."""
    language = get_language()
    return format_html(' lang="{}"', language) if language != CONTENT_LANGUAGE else mark_safe("")


@register.simple_tag
def localized_field(row: TranslatedTextModel, field: str, *, lines: bool = False) -> SafeString:
    """Return a field in the reader's language, or in the language of the row, marked with its `lang`."""
    language = get_language() or CONTENT_LANGUAGE
    text, written_in = row.text_in_language(field, language)
    html = linebreaksbr(text, autoescape=True) if lines else escape(text)
    return html if not text or written_in == language else format_html('<span lang="{}">{}</span>', written_in, html)


register.filter("form_problems", form_problems)
