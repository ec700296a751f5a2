"""The timeline of a case as people see it: status changes here and milestones of other systems, in one list."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from vikno.applications.models import STATUSES_AT_CENTRE, Application, ApplicationStatus
from vikno.applications.queries import TimelineEntry, timeline
from vikno.applications.status_words import RECEIVED, TIMELINE_TITLES, earlier_registration_title
from vikno.integration.models import ExternalCase, Milestone

ACTION_NEEDED = "needs_action"
MilestoneKind = Milestone.MilestoneKind
# The order of entries recorded at the same moment; codes without a place come third.
DISPLAY_ORDER: dict[str, int] = {
    ApplicationStatus.SUBMITTED: 0,
    MilestoneKind.SENT: 1,
    MilestoneKind.RECEIVED: 2,
    MilestoneKind.PROGRESS: 4,
    ACTION_NEEDED: 4,
}


def case_timeline_for(application: Application, *, for_staff: bool = False) -> list[TimelineEntry]:
    """Return the entries in the order in which they were recorded here, each with the time at which it happened.

    The workspace is not named as a system. Residents do not read the technical reasons of a declined case.
    """
    cases = list(application.cases.select_related("connection__post__person"))
    own = [(moment.at, moment) for moment in _own_entries(application, cases, for_staff=for_staff)]
    milestones = list(application.milestones.select_related("connection").order_by("noted_at", "pk"))
    request = _open_request(application, milestones)
    external = [
        (row.noted_at, _milestone_entry(row, row == request, for_staff=for_staff))
        for row in milestones
        if not (row.connection.is_workspace and row.kind == MilestoneKind.SENT)
    ]
    entries = sorted(own + external, key=lambda dated: (dated[0], DISPLAY_ORDER.get(dated[1].code, 3)))
    return [moment for _at, moment in entries]


def open_action_request(application: Application) -> Milestone | None:
    """Return the milestone by which another system asks the applicant for something, unless the case has moved since.

    Makes no query where `milestones` and `status_changes` are prefetched.
    """
    return (
        _open_request(application, application.milestones.all()) if application.status in STATUSES_AT_CENTRE else None
    )


def _open_request(application: Application, milestones: Iterable[Milestone]) -> Milestone | None:
    last = max(milestones, key=lambda row: (row.noted_at, row.pk), default=None)
    if last is None or not last.needs_action or application.status not in STATUSES_AT_CENTRE:
        return None
    has_moved = any(change.at > last.noted_at for change in application.status_changes.all())
    return None if has_moved else last


def _own_entries(application: Application, cases: list[ExternalCase], *, for_staff: bool) -> Iterator[TimelineEntry]:
    by_post = {case.connection.post_id: case for case in cases if case.connection.post_id}
    by_name = {case.connection.post.person.short_name: case for case in by_post.values() if case.connection.post}
    registration = getattr(application, "registration", None)
    for moment in timeline(application, for_staff=for_staff):
        if moment.code == ApplicationStatus.REGISTERED and registration is not None:
            if registration.on != application.centre.today(moment.at):
                moment = replace(moment, title=earlier_registration_title(registration.number, registration.on))
            case = by_post.get(registration.officer_id)
            yield replace(moment, by=case.connection.name) if case else moment
        elif (case := by_name.get(moment.by)) and case.who:
            # The name of an institution may be that of its connection: then it stands once.
            yield replace(moment, by=", ".join(dict.fromkeys((case.who, case.connection.name))))
        else:
            yield moment


def _milestone_entry(row: Milestone, is_request: bool, *, for_staff: bool) -> TimelineEntry:
    if row.connection.is_workspace and row.kind == MilestoneKind.RECEIVED:
        title = str(TIMELINE_TITLES[RECEIVED])
    elif row.kind == MilestoneKind.PROGRESS and row.text:
        title = row.text
    else:
        title = row.get_kind_display() % {"system": row.connection.name}
    note = row.note
    if row.kind == MilestoneKind.DECLINED and not for_staff:
        note = _("The centre sorts this out. Nothing is needed from you.")
    return TimelineEntry(code=ACTION_NEEDED if is_request else row.kind, title=title, at=row.at, note=note)
