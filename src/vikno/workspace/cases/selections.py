"""Ready selections of cases, as the rail beside the list shows them."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from vikno.applications.models import OPEN_STATUSES, STATUSES_AT_CENTRE, ApplicationStatus
from vikno.applications.queries import SOON_DAYS
from vikno.workspace.access import StaffMember
from vikno.workspace.selections import DEFAULT_SELECTION, ListSelection

ALL_CASES = "all"


def case_selections(staff: StaffMember, today: datetime.date) -> list[ListSelection]:
    """Return the selections of this person, in order; who has no post has none of their own."""
    running = Q(status__in=STATUSES_AT_CENTRE)
    soon = today + datetime.timedelta(days=SOON_DAYS)
    own = Q(officer__in=staff.posts)
    mine = [
        ListSelection(code="mine", title=_("All mine"), condition=own & Q(status__in=OPEN_STATUSES), is_own=True),
        ListSelection(
            code="mine_late",
            title=_("Mine, late"),
            condition=own & running & Q(deadline__due_on__lt=today),
            is_own=True,
            is_alarm=True,
        ),
    ]
    return (mine if staff.posts else []) + [
        ListSelection(
            code="unregistered",
            title=_("Not registered"),
            condition=Q(status=ApplicationStatus.SUBMITTED, registration__isnull=True),
        ),
        ListSelection(
            code="free",
            title=_("Nobody’s"),
            condition=running & Q(registration__isnull=False, officer__isnull=True),
        ),
        ListSelection(code="late", title=_("Late"), condition=running & Q(deadline__due_on__lt=today), is_alarm=True),
        ListSelection(code="soon", title=_("Due soon"), condition=running & Q(deadline__due_on__range=(today, soon))),
        ListSelection(
            code="waiting", title=_("Waiting for the applicant"), condition=Q(status=ApplicationStatus.RETURNED)
        ),
        ListSelection(code="to_hand_over", title=_("To hand over"), condition=Q(status=ApplicationStatus.DECIDED)),
        ListSelection(code=DEFAULT_SELECTION, title=_("All open"), condition=Q(status__in=OPEN_STATUSES)),
        ListSelection(
            code="closed",
            title=_("Closed"),
            condition=Q(status__in=[ApplicationStatus.ISSUED, ApplicationStatus.WITHDRAWN]),
        ),
    ]
