"""The way of a case as people see it: what happened here, and what other systems did with it, in one list."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from vikno.applications.models import STATUSES_AT_CENTRE, Application, ApplicationStatus
from vikno.applications.queries import TimelineEntry, timeline
from vikno.integration.models import ExternalCase, Milestone
from vikno.kernel import dates

ACTION_NEEDED = "needs_action"
MilestoneKind = Milestone.MilestoneKind
# What was written down in the same moment stands in this order; whatever is not named is third.
DISPLAY_ORDER: dict[str, int] = {
    ApplicationStatus.SUBMITTED: 0,
    MilestoneKind.SENT: 1,
    MilestoneKind.RECEIVED: 2,
    MilestoneKind.PROGRESS: 4,
    ACTION_NEEDED: 4,
}


def case_timeline_for(application: Application, *, for_staff: bool = False) -> list[TimelineEntry]:
    """Return what has happened, in the order in which we came to know it; each with the time at which it was so.

    The workspace is not named: what is worked here is simply at the centre. Residents are spared the reasons of machines.
    """
    cases = list(application.cases.select_related("connection__post__person"))
    own = [(moment.at, moment) for moment in _of_the_case(application, cases, for_staff=for_staff)]
    milestones = list(application.milestones.select_related("connection").order_by("noted_at", "pk"))
    call = _call(application, milestones)
    told = [
        (row.noted_at, _moment(row, row == call, for_staff=for_staff))
        for row in milestones
        if not (row.connection.is_workspace and row.kind == MilestoneKind.SENT)
    ]
    return [moment for _at, moment in sorted(own + told, key=_order)]


def open_action_request(application: Application) -> Milestone | None:
    """Return the news by which another system asks the applicant for something, if nothing has happened since.

    Asks nothing of the database where `milestones` and `status_changes` were fetched before.
    """
    return _call(application, application.milestones.all()) if application.status in STATUSES_AT_CENTRE else None


def _call(application: Application, milestones: Iterable[Milestone]) -> Milestone | None:
    last = max(milestones, key=lambda row: (row.noted_at, row.pk), default=None)
    if last is None or not last.needs_action or application.status not in STATUSES_AT_CENTRE:
        return None
    moved = any(change.at > last.noted_at for change in application.status_changes.all())
    return None if moved else last


def _order(known: tuple[datetime.datetime, TimelineEntry]) -> tuple[datetime.datetime, int]:
    at, moment = known
    return at, DISPLAY_ORDER.get(moment.code, 3)


def _of_the_case(application: Application, cases: list[ExternalCase], *, for_staff: bool) -> Iterator[TimelineEntry]:
    systems = {case.connection.post_id: case for case in cases if case.connection.post_id}
    names = {case.connection.post.person.short_name: case for case in systems.values() if case.connection.post}
    registration = getattr(application, "registration", None)
    for moment in timeline(application, for_staff=for_staff):
        if moment.code == ApplicationStatus.REGISTERED and registration is not None:
            case = systems.get(registration.officer_id)
            number, on = registration.number, registration.on
            yield _registered(moment, number, on, case, application.centre.today(moment.at))
        elif (case := names.get(moment.by)) and case.who:
            # A letter of an institution names only the institution, as its connection does.
            yield replace(moment, by=", ".join(dict.fromkeys((case.who, case.connection.name))))
        else:
            yield moment


def _registered(
    moment: TimelineEntry, number: str, on: datetime.date, case: ExternalCase | None, today: datetime.date
) -> TimelineEntry:
    if on != today:
        words = {"number": number, "on": dates.format_date(on)}
        moment = replace(moment, title=_("Registered under number %(number)s of %(on)s") % words)
    return replace(moment, by=case.connection.name) if case else moment


def _moment(row: Milestone, is_call: bool, *, for_staff: bool) -> TimelineEntry:
    note = row.note
    if row.kind == MilestoneKind.DECLINED and not for_staff:
        note = _("The centre sorts this out. Nothing is needed from you.")
    return TimelineEntry(code=ACTION_NEEDED if is_call else row.kind, title=_title(row), at=row.at, note=note)


def _title(row: Milestone) -> str:
    if row.connection.is_workspace and row.kind == MilestoneKind.RECEIVED:
        return _("Received by the centre")
    if row.kind == MilestoneKind.PROGRESS and row.text:
        return row.text
    return row.get_kind_display() % {"system": row.connection.name}
