"""The timeline of a case, for residents and officers."""

import datetime
from dataclasses import dataclass

from django.utils.translation import ngettext

from vikno.applications.models import Application, ApplicationStatus
from vikno.applications.status_words import timeline_title


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
                title=timeline_title(
                    change.before, change.after, registration_number=registration.number if registration else ""
                ),
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
