"""The page of the list of enquiries: selections, filters, order, rows."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, Value, When
from django.http import QueryDict
from django.utils.translation import gettext as _

from vikno.applications.queries import SOON_DAYS, CaseUrgency
from vikno.enquiries.models import OPEN_ENQUIRY_STATUSES, Enquiry, EnquiryStatus
from vikno.enquiries.queries import enquiries_for
from vikno.kernel.references import read_enquiry_number
from vikno.workspace.access import StaffMember
from vikno.workspace.enquiries.forms import EnquiryFilterForm
from vikno.workspace.selections import (
    DEFAULT_SELECTION,
    PAGE_SIZE,
    ListSelection,
    SelectionGroup,
    local_today,
    selection_groups,
)

FILTER_FIELDS = {"topic": "topic", "centre": "centre__code"}
OPEN = Q(status__in=OPEN_ENQUIRY_STATUSES)
# Open enquiries come first, the nearest deadline on top; closed ones follow, the latest on top.
ORDER = (Case(When(OPEN, then=Value(0)), default=Value(1)), F("ended_at").desc(), F("due_on"), F("pk"))


@dataclass(frozen=True, kw_only=True)
class EnquiryRow:
    enquiry: Enquiry
    urgency: str
    today: datetime.date


@dataclass(frozen=True, kw_only=True)
class EnquiryListPage:
    """The content of the list page. `params` are the valid parameters of its address."""

    title: str
    page: "Page[Enquiry]"
    rows: list[EnquiryRow]
    selection_groups: list[SelectionGroup]
    filters: EnquiryFilterForm
    params: dict[str, str]
    home_centre: int | None

    @property
    def query(self) -> str:
        return urlencode(self.params)

    @property
    def pick(self) -> str:
        return self.params["pick"]

    @property
    def is_filtered(self) -> bool:
        return len(self.params) > 1


def load_enquiry_list(staff: StaffMember, query: QueryDict, *, at: datetime.datetime) -> EnquiryListPage:
    """Return the page of the list that an address asks for."""
    today = local_today(staff, at)
    selections = _selections(staff, today)
    filters = EnquiryFilterForm(data=query, staff=staff)
    chosen = filters.valid_filters()
    by_code = {selection.code: selection for selection in selections}
    pick = by_code.get(query.get("pick", ""), by_code[DEFAULT_SELECTION])
    enquiries = enquiries_for(staff.centres)
    if number := chosen.get("number"):
        # A number is looked for in all selections: a caller does not know in which one their enquiry is.
        enquiries = enquiries.filter(number=read_enquiry_number(number) or number)
    else:
        conditions = {FILTER_FIELDS[name]: chosen[name] for name in FILTER_FIELDS if name in chosen}
        enquiries = enquiries.filter(pick.condition, **conditions)
    page = Paginator(enquiries.order_by(*ORDER), PAGE_SIZE).get_page(query.get("page"))
    rows = []
    for enquiry in page:
        local_date = enquiry.centre.today(at)
        rows.append(EnquiryRow(enquiry=enquiry, urgency=enquiry_urgency(enquiry, local_date), today=local_date))
    return EnquiryListPage(
        title=pick.title,
        page=page,
        rows=rows,
        selection_groups=selection_groups(staff.enquiries(), selections, pick),
        filters=filters,
        params={"pick": pick.code, **chosen},
        home_centre=staff.posts[0].centre_id if staff.posts else None,
    )


def _selections(staff: StaffMember, today: datetime.date) -> list[ListSelection]:
    own = Q(officer__in=staff.posts)
    late = OPEN & Q(due_on__lt=today)
    mine = [
        ListSelection(code="mine", title=_("All mine"), condition=own & OPEN, is_own=True),
        ListSelection(code="mine_late", title=_("Mine, late"), condition=own & late, is_own=True, is_alarm=True),
    ]
    return (mine if staff.posts else []) + [
        ListSelection(code="new", title=_("Nobody’s"), condition=Q(status=EnquiryStatus.NEW)),
        ListSelection(code="late", title=_("Late"), condition=late, is_alarm=True),
        ListSelection(code=DEFAULT_SELECTION, title=_("All open"), condition=OPEN),
        ListSelection(code="ended", title=_("Closed"), condition=~OPEN),
    ]


def enquiry_urgency(enquiry: Enquiry, today: datetime.date) -> str:
    """Return how urgent an enquiry is, as a `CaseUrgency`."""
    if not enquiry.is_open:
        return CaseUrgency.NONE
    days = (enquiry.due_on - today).days
    if days < 0:
        return CaseUrgency.LATE
    return CaseUrgency.SOON if days <= SOON_DAYS else CaseUrgency.CALM
