"""The list of cases: which ones, in what order, one page at a time."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext as _

from vikno.applications.models import STATUSES_AT_CENTRE, Application, ApplicationStatus, Deadline
from vikno.applications.queries import cases_for, search_cases, urgency
from vikno.catalogue.models import Service
from vikno.workspace.access import StaffMember
from vikno.workspace.cases.forms import CaseFilterForm
from vikno.workspace.cases.selections import (
    ALL_CASES,
    DEFAULT_SELECTION,
    ListSelection,
    case_selections,
    count_selections,
)
from vikno.workspace.cases.status_labels import applicant_short_name, staff_status_label

PAGE_SIZE = 50
FILTER_FIELDS = {
    "service": "service__code",
    "status": "status",
    "channel": "channel",
    "centre": "centre__code",
}
# Those on whom the centre's time runs come first, then those that wait for the applicant, then those that are decided.
STATUS_ORDER = Case(
    When(status__in=STATUSES_AT_CENTRE, then=Value(0)),
    When(status=ApplicationStatus.RETURNED, then=Value(1)),
    default=Value(2),
)
DEFAULT_ORDER = "deadline"
ORDERS = {
    "deadline": (STATUS_ORDER, F("deadline__due_on"), F("pk")),
    "submitted": (F("submitted_at").desc(), F("pk").desc()),
    "number": (F("number").desc(), F("pk")),
}


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One case in the list, in words."""

    case: Application
    deadline: Deadline | None
    urgency: str
    today: datetime.date
    status_label: str
    applicant: str


@dataclass(frozen=True, kw_only=True)
class SelectionLink:
    """A selection as a link of the rail."""

    selection: ListSelection
    count: int
    query: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class SelectionGroup:
    """Selections under one heading."""

    title: str
    links: list[SelectionLink]


@dataclass(frozen=True, kw_only=True)
class CaseListColumn:
    """A column of the list; `query` orders the list by it, where it can be."""

    title: str
    query: str = ""
    direction: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseListPage:
    """Everything that the page of the list shows. `chosen` is what its address says, as far as it makes sense."""

    title: str
    page: "Page[Application]"
    rows: list[CaseRow]
    selection_groups: list[SelectionGroup]
    filters: CaseFilterForm
    params: dict[str, str]
    search_text: str
    # The centre that goes without saying: rows of others are named.
    home_centre: int | None
    may_intake: bool
    loaded_at: datetime.datetime

    @property
    def query(self) -> str:
        return urlencode(self.params)

    @property
    def unfiltered_params(self) -> dict[str, str]:
        """Return what stays when the filters change."""
        return {name: value for name, value in self.params.items() if name not in FILTER_FIELDS}

    @property
    def unfiltered_query(self) -> str:
        """Return the address without filters and search."""
        return urlencode(
            {name: value for name, value in self.unfiltered_params.items() if name != "search" and value != ALL_CASES}
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.search_text) or self.unfiltered_params != self.params

    @property
    def columns(self) -> list[CaseListColumn]:
        return [
            self._sorted("deadline", _("Deadline"), "ascending"),
            self._sorted("number", _("Number"), "descending"),
            self._sorted("submitted", _("Sent"), "descending"),
            CaseListColumn(title=_("Service")),
            CaseListColumn(title=_("Applicant")),
            CaseListColumn(title=_("State")),
            CaseListColumn(title=_("Who")),
        ]

    def _sorted(self, name: str, title: str, direction: str) -> CaseListColumn:
        is_now = self.params.get("sort", DEFAULT_ORDER) == name
        return CaseListColumn(
            title=title, query=urlencode({**self.params, "sort": name}), direction=direction if is_now else ""
        )


def load_case_list(staff: StaffMember, query: QueryDict, *, text: str, at: datetime.datetime) -> CaseListPage:
    """Return the page of the list that an address asks for. `text` is what is searched for, among all cases."""
    today = local_today(staff, at)
    selections = case_selections(staff, today)
    services = Service.objects.filter(offerings__centre__in=staff.centres).order_by("title").distinct()
    filters = CaseFilterForm(data=query, staff=staff, services=services)
    chosen = filters.valid_filters() | ({"search": query.get("search", "")} if text else {})
    pick = _picked(selections, query.get("pick", ""), ALL_CASES if text else DEFAULT_SELECTION)
    chosen["pick"] = pick.code if pick else ALL_CASES
    cases = _narrowed(cases_for(staff.centres), chosen, pick, text)
    page = Paginator(cases, PAGE_SIZE).get_page(query.get("page"))
    return CaseListPage(
        title=_title(pick, text),
        page=page,
        rows=[_row(case, at) for case in page],
        selection_groups=_rail(staff, selections, pick),
        filters=filters,
        params=chosen,
        search_text=text,
        home_centre=staff.posts[0].centre_id if staff.posts else None,
        may_intake=staff.may_intake,
        loaded_at=at.astimezone(staff.centres[0].zone) if staff.centres else at,
    )


def _title(pick: ListSelection | None, text: str) -> str:
    if pick is None:
        return _("Found cases") if text else _("All cases")
    return pick.title


def _rail(staff: StaffMember, selections: list[ListSelection], now: ListSelection | None) -> list[SelectionGroup]:
    totals = count_selections(staff.cases(), selections)
    picks = [
        SelectionLink(selection=one, count=totals[one.code], query=urlencode({"pick": one.code}), is_current=one == now)
        for one in selections
    ]
    own = [pick for pick in picks if pick.selection.is_own]
    rest = [pick for pick in picks if not pick.selection.is_own]
    return ([SelectionGroup(title=_("Mine"), links=own)] if own else []) + [
        SelectionGroup(title=_("The centre"), links=rest)
    ]


def local_today(staff: StaffMember, at: datetime.datetime) -> datetime.date:
    """Return the date where this person works: by it a case is late or not."""
    centre = staff.posts[0].centre if staff.posts else next(iter(staff.centres), None)
    return centre.today(at) if centre else at.date()


def _picked(selections: list[ListSelection], code: str, default: str) -> ListSelection | None:
    known = {one.code: one for one in selections}
    return known.get(code if code in known or code == ALL_CASES else default)


def _narrowed(
    cases: QuerySet[Application], chosen: dict[str, str], pick: ListSelection | None, text: str
) -> QuerySet[Application]:
    condition = pick.condition if pick else Q()
    narrowed = cases.filter(
        condition, **{FILTER_FIELDS[name]: chosen[name] for name in FILTER_FIELDS if name in chosen}
    )
    return search_cases(narrowed, text).order_by(*ORDERS[chosen.get("sort", DEFAULT_ORDER)])


def _row(case: Application, at: datetime.datetime) -> CaseRow:
    deadline: Deadline | None = getattr(case, "deadline", None)
    today = case.centre.today(at)
    return CaseRow(
        case=case,
        deadline=deadline,
        urgency=urgency(case, deadline, today),
        today=today,
        status_label=staff_status_label(case),
        applicant=applicant_short_name(case),
    )
