"""Ready selections of cases, as they stand beside the list, with how many there are in each."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from vikno.applications.models import CENTRE_WORKS, OPEN, Status
from vikno.applications.queries import SOON_DAYS
from vikno.workspace.access import Staff

DEFAULT = "open"
EVERYTHING = "all"


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Cases that belong together for an officer's work: which ones, and how they are called."""

    code: str
    title: str
    condition: Q
    is_own: bool = False
    is_alarm: bool = False


def selections_for(staff: Staff, today: datetime.date) -> list[Selection]:
    """Return the selections of this person, in order; who has no post has none of their own."""
    running = Q(status__in=CENTRE_WORKS)
    soon = today + datetime.timedelta(days=SOON_DAYS)
    own = Q(officer__in=staff.posts)
    mine = [
        Selection(code="mine", title=_("All mine"), condition=own & Q(status__in=OPEN), is_own=True),
        Selection(
            code="mine_late",
            title=_("Mine, late"),
            condition=own & running & Q(deadline__due_on__lt=today),
            is_own=True,
            is_alarm=True,
        ),
    ]
    return (mine if staff.posts else []) + [
        Selection(
            code="unregistered",
            title=_("Not registered"),
            condition=Q(status=Status.SUBMITTED, registration__isnull=True),
        ),
        Selection(
            code="free",
            title=_("Nobody’s"),
            condition=running & Q(registration__isnull=False, officer__isnull=True),
        ),
        Selection(code="late", title=_("Late"), condition=running & Q(deadline__due_on__lt=today), is_alarm=True),
        Selection(code="soon", title=_("Due soon"), condition=running & Q(deadline__due_on__range=(today, soon))),
        Selection(code="waiting", title=_("Waiting for the applicant"), condition=Q(status=Status.RETURNED)),
        Selection(code="to_hand_over", title=_("To hand over"), condition=Q(status=Status.DECIDED)),
        Selection(code=DEFAULT, title=_("All open"), condition=Q(status__in=OPEN)),
        Selection(code="closed", title=_("Closed"), condition=Q(status__in=[Status.ISSUED, Status.WITHDRAWN])),
    ]


def counts(cases: QuerySet[Any], selections: list[Selection]) -> dict[str, int]:
    """Return how many cases each selection holds, in one query."""
    # A filter that can match nothing (no posts) must still count as 0.
    return cases.aggregate(**{one.code: Count("pk", filter=one.condition) for one in selections})
