"""The pane of the first page that shows whether the main centre is open."""

from dataclasses import dataclass

from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vikno.centres.opening_text import TIME_FORMAT
from vikno.centres.queries import CentreReception


@dataclass(frozen=True, kw_only=True)
class HoursPane:
    """Texts of the pane; `note` is empty where there is nothing to add."""

    label: str
    value: str
    note: str


def hours_pane(reception: CentreReception) -> HoursPane:
    label, value = _label_and_value(reception)
    return HoursPane(label=label, value=value, note=_note(reception))


def _label_and_value(reception: CentreReception) -> tuple[str, str]:
    status = reception.opening_status
    if status.stopping_mode:
        return _("Reception of people"), _("stopped")
    if status.is_open and status.closes_at:
        return _("Open now"), _("until %(time)s") % {"time": time_format(status.closes_at, TIME_FORMAT)}
    if status.opens_on is None or status.opens_at is None:
        return _("Hours of reception"), _("ask the centre")
    if reception.opens_today:
        label = _("Closed now, opens today")
    elif reception.opens_tomorrow:
        label = _("Closed now, opens tomorrow")
    else:
        label = _("Closed now, next reception: %(day)s") % {"day": date_format(status.opens_on, "l")}
    return label, _("at %(time)s") % {"time": time_format(status.opens_at, TIME_FORMAT)}


def _note(reception: CentreReception) -> str:
    """Return until when people are let in, or the hours of today."""
    status = reception.opening_status
    if status.last_entry_at:
        return _("Come by %(time)s") % {"time": time_format(status.last_entry_at, TIME_FORMAT)}
    if status.stopping_mode or not reception.has_hours:
        return ""
    hours = [
        f"{time_format(span.opens_at, TIME_FORMAT)}–{time_format(span.closes_at, TIME_FORMAT)}"
        for span in reception.hours_today
    ]
    return ", ".join([capfirst(date_format(reception.today, "l")), *(hours or [_("closed")])])
