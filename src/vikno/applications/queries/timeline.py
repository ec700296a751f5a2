"""The timeline of a case, for residents and officers."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vikno.applications.models import Application, ApplicationStatus


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One thing that happened to a case: `code` is a status, or `extended`."""

    code: str
    title: str
    at: datetime.datetime
    by: str = ""
    note: str = ""


def timeline(application: Application, *, for_staff: bool = False) -> list[TimelineEntry]:
    """Return what has happened, oldest first. Residents see who took the case, not every colleague's name."""
    moments = []
    registration = getattr(application, "registration", None)
    changes = application.status_changes.select_related("officer__person", "officer__centre")
    for change in changes.order_by("at", "pk"):
        by = (
            change.officer.person.short_name
            if change.officer and (for_staff or change.after == ApplicationStatus.IN_WORK)
            else ""
        )
        moments.append(
            TimelineEntry(
                code=change.after,
                title=_title(change.before, change.after, registration.number if registration else ""),
                at=change.at,
                by=by,
                note=change.note,
            )
        )
    deadline = getattr(application, "deadline", None)
    for extension in deadline.extensions.all() if deadline else ():
        title = ngettext("Term extended by %d day", "Term extended by %d days", extension.days) % extension.days
        moments.append(TimelineEntry(code="extended", title=title, at=extension.at, note=extension.reason))
    return sorted(moments, key=lambda moment: moment.at)


def _title(before: str, after: str, registered_as: str) -> str:
    match before, after:
        case ApplicationStatus.RETURNED, ApplicationStatus.SUBMITTED:
            return _("Correction sent")
        case ApplicationStatus.SUBMITTED, ApplicationStatus.IN_WORK:
            return _("Taken up again")
    return {
        ApplicationStatus.SUBMITTED: _("Sent"),
        ApplicationStatus.REGISTERED: _("Registered under number %s") % registered_as,
        ApplicationStatus.IN_WORK: _("Taken to work"),
        ApplicationStatus.RETURNED: _("Returned for correction"),
        ApplicationStatus.DECIDED: _("Decision made"),
        ApplicationStatus.ISSUED: _("Result handed over"),
        ApplicationStatus.WITHDRAWN: _("Withdrawn by the applicant"),
    }[ApplicationStatus(after)]
