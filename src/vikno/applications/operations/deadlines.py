"""The deadline of a case: it starts on submission, is paused during a correction, and can be extended."""

import datetime

from vikno.applications.models import Application, Deadline, DeadlineExtension
from vikno.catalogue.models import ServiceCard
from vikno.centres.models import Officer
from vikno.centres.working_days import DayUnit, add_days, calendar_of

# Law 5203-VI, art. 10: where no law sets a term, at most 30 calendar days.
DEFAULT_DAYS = 30


def start(application: Application, *, at: datetime.datetime) -> Deadline:
    """Start the term of the service's card; the day of submission is not counted."""
    card: ServiceCard | None = getattr(application.service, "card", None)
    days = card.term_days if card and card.term_days else DEFAULT_DAYS
    unit = DayUnit(card.term_unit) if card and card.term_days else DayUnit.CALENDAR
    today = application.centre.today(at)
    due_on = add_days(application.centre, today, days, unit)
    return Deadline.objects.create(application=application, days=days, unit=unit, started_on=today, due_on=due_on)


def pause(application: Application, *, at: datetime.datetime) -> None:
    """Pause the term, and store how many days are left."""
    deadline = Deadline.objects.select_for_update().get(application=application)
    today = application.centre.today(at)
    deadline.left = calendar_of(application.centre).days_between(today, deadline.due_on, DayUnit(deadline.unit))
    deadline.paused_on = today
    deadline.save(update_fields=["left", "paused_on"])


def resume(application: Application, *, at: datetime.datetime) -> None:
    """Resume the term: the days left are counted from today. A term that had run out stays so."""
    deadline = Deadline.objects.select_for_update().get(application=application)
    if deadline.left is None:
        return
    today = application.centre.today(at)
    if deadline.left >= 0:
        deadline.due_on = add_days(application.centre, today, deadline.left, DayUnit(deadline.unit))
    deadline.left = deadline.paused_on = None
    deadline.save(update_fields=["due_on", "left", "paused_on"])


def extend(
    application: Application, *, days: int, reason: str, officer: Officer, at: datetime.datetime
) -> DeadlineExtension:
    """Add days to the term, in its own unit."""
    deadline = Deadline.objects.select_for_update().get(application=application)
    deadline.due_on = calendar_of(application.centre).add_days(deadline.due_on, days, DayUnit(deadline.unit))
    if deadline.left is not None:
        deadline.left += days
    deadline.save(update_fields=["due_on", "left"])
    return DeadlineExtension.objects.create(deadline=deadline, days=days, reason=reason, officer=officer, at=at)
