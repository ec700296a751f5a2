"""Cases in the lists of a centre, and how urgent each is."""

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet

from vikno.applications.models import STATUSES_AT_CENTRE, Application, ApplicationStatus, Deadline
from vikno.centres.models import Centre


class CaseUrgency:
    LATE = "late"
    SOON = "soon"
    CALM = "calm"
    PAUSED = "paused"
    NONE = "none"


SOON_DAYS = 3


def urgency(application: Application, deadline: Deadline | None, today: datetime.date) -> str:
    """Return how urgent a case is: late, soon (three days or fewer), calm, paused, or none when it is decided."""
    if deadline is None or application.status not in (*STATUSES_AT_CENTRE, ApplicationStatus.RETURNED):
        return CaseUrgency.NONE
    if deadline.is_paused:
        return CaseUrgency.PAUSED
    days = (deadline.due_on - today).days
    if days < 0:
        return CaseUrgency.LATE
    return CaseUrgency.SOON if days <= SOON_DAYS else CaseUrgency.CALM


# A list does not show these fields: decrypting them for fifty rows would make the page slow.
_SEALED = ("born_on", "phone", "rnokpp", "unzr", "document_number", "address", "password")

_NOT_LISTED = ("answers", "access_code", *(f"officer__person__{name}" for name in _SEALED))


def cases_for(centres: Iterable[Centre]) -> QuerySet[Application]:
    """Return the cases of these centres with the related rows that a list shows, in one query."""
    rows = Application.objects.at(centres).defer(*_NOT_LISTED)
    return rows.select_related("service", "centre", "deadline", "registration", "officer__person")
