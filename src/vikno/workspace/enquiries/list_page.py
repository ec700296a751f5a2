"""The list of what people wrote: which enquiries, in what order, one page at a time."""

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext as _

from vikno.applications.queries import SOON_DAYS, CaseUrgency
from vikno.enquiries.models import OPEN_ENQUIRY_STATUSES, Enquiry, EnquiryStatus
from vikno.enquiries.queries import enquiries_for
from vikno.kernel.references import read_enquiry_number
from vikno.workspace.access import StaffMember
from vikno.workspace.cases.list_page import PAGE_SIZE, SelectionGroup, SelectionLink, local_today
from vikno.workspace.cases.selections import DEFAULT_SELECTION, ListSelection, count_selections
from vikno.workspace.enquiries.forms import EnquiryFilterForm

OPEN = Q(status__in=OPEN_ENQUIRY_STATUSES)
# What waits for an answer comes first, the most pressing on top; what has ended stands below, the latest on top.
ORDER = (Case(When(OPEN, then=Value(0)), default=Value(1)), F("ended_at").desc(), F("due_on"), F("pk"))


@dataclass(frozen=True, kw_only=True)
class EnquiryRow:
    enquiry: Enquiry
    urgency: str
    today: datetime.date


@dataclass(frozen=True, kw_only=True)
class EnquiryListPage:
    """Everything that the page of the list shows. `chosen` is what its address says, as far as it makes sense."""

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
    known = {one.code: one for one in selections}
    pick = known.get(query.get("pick", ""), known[DEFAULT_SELECTION])
    rows = _narrowed(enquiries_for(staff.centres), chosen, pick)
    page = Paginator(rows, PAGE_SIZE).get_page(query.get("page"))
    return EnquiryListPage(
        title=pick.title,
        page=page,
        rows=[_row(one, at) for one in page],
        selection_groups=_rail(staff, selections, pick),
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


def _rail(staff: StaffMember, selections: list[ListSelection], now: ListSelection) -> list[SelectionGroup]:
    totals = count_selections(staff.enquiries(), selections)
    picks = [
        SelectionLink(selection=one, count=totals[one.code], query=urlencode({"pick": one.code}), is_current=one == now)
        for one in selections
    ]
    own = [pick for pick in picks if pick.selection.is_own]
    rest = [pick for pick in picks if not pick.selection.is_own]
    return ([SelectionGroup(title=_("Mine"), links=own)] if own else []) + [
        SelectionGroup(title=_("The centre"), links=rest)
    ]


def _narrowed(rows: QuerySet[Enquiry], chosen: dict[str, str], pick: ListSelection) -> QuerySet[Enquiry]:
    if number := chosen.get("number"):
        # A number is looked for everywhere: who calls does not know in which selection they stand.
        return rows.filter(number=read_enquiry_number(number) or number).order_by(*ORDER)
    conditions: dict[str, Any] = {
        field: chosen[name] for name, field in (("topic", "topic"), ("centre", "centre__code")) if name in chosen
    }
    return rows.filter(pick.condition, **conditions).order_by(*ORDER)


def _row(enquiry: Enquiry, at: datetime.datetime) -> EnquiryRow:
    today = enquiry.centre.today(at)
    return EnquiryRow(enquiry=enquiry, urgency=enquiry_urgency(enquiry, today), today=today)


def enquiry_urgency(enquiry: Enquiry, today: datetime.date) -> str:
    """Say how pressing an enquiry is, in the words for cases."""
    if not enquiry.is_open:
        return CaseUrgency.NONE
    days = (enquiry.due_on - today).days
    if days < 0:
        return CaseUrgency.LATE
    return CaseUrgency.SOON if days <= SOON_DAYS else CaseUrgency.CALM
