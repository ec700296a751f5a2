"""The opening status of a centre as a sentence."""

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.centres.models import CentreMode
from vikno.centres.queries import CentreReception

TIME_FORMAT = "G:i"
DAY_FORMAT = "l, j E"
OPEN_TEXTS = {
    CentreMode.LIVE_QUEUE: gettext_lazy("Open now, until %(time)s, live queue only"),
    CentreMode.BLACKOUT: gettext_lazy("Open now, until %(time)s, without electricity"),
}


def opening_status_text(reception: CentreReception) -> str:
    """Return whether the centre is open, and until or from when; an empty text where no next opening is known."""
    status = reception.opening_status
    if status.stopping_mode == CentreMode.AIR_RAID:
        return _("Air raid: reception is stopped until the all-clear")
    if status.stopping_mode:
        return _("Closed until further notice")
    if status.is_open and status.closes_at:
        text = OPEN_TEXTS.get(CentreMode(reception.centre.mode)) or _("Open now, until %(time)s")
        return str(text) % {"time": time_format(status.closes_at, TIME_FORMAT)}
    if status.opens_on and status.opens_at:
        day, time = date_format(status.opens_on, DAY_FORMAT), time_format(status.opens_at, TIME_FORMAT)
        return _next_opening_text(reception) % {"day": day, "time": time}
    return ""


def _next_opening_text(reception: CentreReception) -> str:
    # With a closing time the centre still works today, but nobody is let in any more.
    is_past_last_entry = reception.opening_status.closes_at is not None
    if reception.opens_tomorrow and is_past_last_entry:
        return _("Nobody new is received today, opens tomorrow at %(time)s")
    if is_past_last_entry:
        return _("Nobody new is received today, next reception: %(day)s, %(time)s")
    if reception.opens_today:
        return _("Closed now, opens today at %(time)s")
    if reception.opens_tomorrow:
        return _("Closed now, opens tomorrow at %(time)s")
    return _("Closed now, next reception: %(day)s, %(time)s")
