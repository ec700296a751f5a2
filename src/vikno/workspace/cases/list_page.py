"""The page of the list of cases: selections, filters, order, rows."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, Value, When
from django.http import QueryDict
from django.utils.translation import gettext as _

from vikno.applications.models import STATUSES_AT_CENTRE, Application, ApplicationStatus, Deadline
from vikno.applications.queries import cases_for, search_cases, urgency
from vikno.applications.status_words import StatusAudience, status_words
from vikno.catalogue.models import Service
from vikno.kernel.person_names import PersonName
from vikno.workspace.access import StaffMember
from vikno.workspace.cases.forms import CaseFilterForm
from vikno.workspace.cases.selections import ALL_CASES, case_selections
from vikno.workspace.selections import (
    DEFAULT_SELECTION,
    PAGE_SIZE,
    SelectionGroup,
    local_today,
    selection_groups,
)

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
    """One row of the list."""

    case: Application
    deadline: Deadline | None
    urgency: str
    today: datetime.date
    status_label: str
    applicant: str


@dataclass(frozen=True, kw_only=True)
class CaseListColumn:
    """A column of the list; `query` orders the list by it, where it can be."""

    title: str
    query: str = ""
    direction: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseListPage:
    """The content of the list page. `params` are the valid parameters of its address."""

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
        """Return the parameters that stay when the filters change."""
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
    """Return the page of the list that an address asks for. A search `text` is looked for among all cases."""
    today = local_today(staff, at)
    selections = case_selections(staff, today)
    services = Service.objects.filter(offerings__centre__in=staff.centres).order_by("title").distinct()
    filters = CaseFilterForm(data=query, staff=staff, services=services)
    chosen = filters.valid_filters() | ({"search": query.get("search", "")} if text else {})
    by_code = {selection.code: selection for selection in selections}
    code = query.get("pick", "")
    if code not in by_code and code != ALL_CASES:
        code = ALL_CASES if text else DEFAULT_SELECTION
    pick = by_code.get(code)
    chosen["pick"] = pick.code if pick else ALL_CASES
    narrowed = cases_for(staff.centres).filter(
        pick.condition if pick else Q(),
        **{FILTER_FIELDS[name]: chosen[name] for name in FILTER_FIELDS if name in chosen},
    )
    cases = search_cases(narrowed, text).order_by(*ORDERS[chosen.get("sort", DEFAULT_ORDER)])
    page = Paginator(cases, PAGE_SIZE).get_page(query.get("page"))
    return CaseListPage(
        title=pick.title if pick else _("Found cases") if text else _("All cases"),
        page=page,
        rows=[_row(case, at) for case in page],
        selection_groups=selection_groups(staff.cases(), selections, pick),
        filters=filters,
        params=chosen,
        search_text=text,
        home_centre=staff.posts[0].centre_id if staff.posts else None,
        may_intake=staff.may_intake,
        loaded_at=at.astimezone(staff.centres[0].zone) if staff.centres else at,
    )


def _row(case: Application, at: datetime.datetime) -> CaseRow:
    deadline: Deadline | None = getattr(case, "deadline", None)
    today = case.centre.today(at)
    return CaseRow(
        case=case,
        deadline=deadline,
        urgency=urgency(case, deadline, today),
        today=today,
        status_label=str(status_words(case, StatusAudience.OFFICER).headline),
        applicant=PersonName.from_details(case.applicant_details).short,
    )
