"""The list of what people wrote: which enquiries, in what order, one page at a time."""

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext as _

from vikno.applications.queries import SOON_DAYS, Urgency
from vikno.enquiries.models import OPEN_ENQUIRY, Enquiry, EnquiryStatus
from vikno.enquiries.queries import enquiries_for
from vikno.kernel.references import read_enquiry_number
from vikno.workspace.access import Staff
from vikno.workspace.enquiry_forms import EnquiryFilterForm
from vikno.workspace.listing import PAGE_SIZE, Pick, Rail, today_of
from vikno.workspace.selections import DEFAULT, Selection, counts

OPEN = Q(status__in=OPEN_ENQUIRY)
# What waits for an answer comes first, the most pressing on top; what has ended stands below, the latest on top.
ORDER = (Case(When(OPEN, then=Value(0)), default=Value(1)), F("ended_at").desc(), F("due_on"), F("pk"))


@dataclass(frozen=True, kw_only=True)
class EnquiryRow:
    enquiry: Enquiry
    urgency: str
    today: datetime.date


@dataclass(frozen=True, kw_only=True)
class EnquiryListing:
    """Everything that the page of the list shows. `chosen` is what its address says, as far as it makes sense."""

    title: str
    page: "Page[Enquiry]"
    rows: list[EnquiryRow]
    rail: list[Rail]
    filters: EnquiryFilterForm
    chosen: dict[str, str]
    home_centre: int | None

    @property
    def query(self) -> str:
        return urlencode(self.chosen)

    @property
    def pick(self) -> str:
        return self.chosen["pick"]

    @property
    def is_narrowed(self) -> bool:
        return len(self.chosen) > 1


def enquiries_page(staff: Staff, query: QueryDict, *, at: datetime.datetime) -> EnquiryListing:
    """Return the page of the list that an address asks for."""
    today = today_of(staff, at)
    selections = _selections(staff, today)
    filters = EnquiryFilterForm(data=query, staff=staff)
    chosen = filters.chosen()
    known = {one.code: one for one in selections}
    pick = known.get(query.get("pick", ""), known[DEFAULT])
    rows = _narrowed(enquiries_for(staff.centres), chosen, pick)
    page = Paginator(rows, PAGE_SIZE).get_page(query.get("page"))
    return EnquiryListing(
        title=pick.title,
        page=page,
        rows=[_row(one, at) for one in page],
        rail=_rail(staff, selections, pick),
        filters=filters,
        chosen={"pick": pick.code, **chosen},
        home_centre=staff.posts[0].centre_id if staff.posts else None,
    )


def _selections(staff: Staff, today: datetime.date) -> list[Selection]:
    own = Q(officer__in=staff.posts)
    late = OPEN & Q(due_on__lt=today)
    mine = [
        Selection(code="mine", title=_("All mine"), condition=own & OPEN, is_own=True),
        Selection(code="mine_late", title=_("Mine, late"), condition=own & late, is_own=True, is_alarm=True),
    ]
    return (mine if staff.posts else []) + [
        Selection(code="new", title=_("Nobody’s"), condition=Q(status=EnquiryStatus.NEW)),
        Selection(code="late", title=_("Late"), condition=late, is_alarm=True),
        Selection(code=DEFAULT, title=_("All open"), condition=OPEN),
        Selection(code="ended", title=_("Closed"), condition=~OPEN),
    ]


def _rail(staff: Staff, selections: list[Selection], now: Selection) -> list[Rail]:
    totals = counts(staff.enquiries(), selections)
    picks = [
        Pick(selection=one, count=totals[one.code], query=urlencode({"pick": one.code}), is_now=one == now)
        for one in selections
    ]
    own = [pick for pick in picks if pick.selection.is_own]
    rest = [pick for pick in picks if not pick.selection.is_own]
    return ([Rail(title=_("Mine"), picks=own)] if own else []) + [Rail(title=_("The centre"), picks=rest)]


def _narrowed(rows: QuerySet[Enquiry], chosen: dict[str, str], pick: Selection) -> QuerySet[Enquiry]:
    if number := chosen.get("number"):
        # A number is looked for everywhere: who calls does not know in which selection they stand.
        return rows.filter(number=read_enquiry_number(number) or number).order_by(*ORDER)
    conditions: dict[str, Any] = {
        field: chosen[name] for name, field in (("topic", "topic"), ("centre", "centre__code")) if name in chosen
    }
    return rows.filter(pick.condition, **conditions).order_by(*ORDER)


def _row(enquiry: Enquiry, at: datetime.datetime) -> EnquiryRow:
    today = enquiry.centre.today(at)
    return EnquiryRow(enquiry=enquiry, urgency=urgency_of(enquiry, today), today=today)


def urgency_of(enquiry: Enquiry, today: datetime.date) -> str:
    """Say how pressing an enquiry is, in the words for cases."""
    if not enquiry.is_open:
        return Urgency.NONE
    days = (enquiry.due_on - today).days
    if days < 0:
        return Urgency.LATE
    return Urgency.SOON if days <= SOON_DAYS else Urgency.CALM
