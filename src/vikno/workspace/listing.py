"""The list of cases: which ones, in what order, one page at a time."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext as _

from vikno.applications.models import CENTRE_WORKS, Application, Deadline, Status
from vikno.applications.queries import cases_for, search, urgency
from vikno.catalogue.models import Service
from vikno.workspace.access import Staff
from vikno.workspace.forms import FilterForm
from vikno.workspace.selections import DEFAULT, EVERYTHING, Selection, counts, selections_for
from vikno.workspace.words import short_name, state_word

PAGE_SIZE = 50
FILTERS = {
    "service": "service__code",
    "status": "status",
    "channel": "channel",
    "centre": "centre__code",
}
# Those on whom the centre's time runs come first, then those that wait for the applicant, then those that are decided.
CLOCK = Case(
    When(status__in=CENTRE_WORKS, then=Value(0)), When(status=Status.RETURNED, then=Value(1)), default=Value(2)
)
DEFAULT_ORDER = "deadline"
ORDERS = {
    "deadline": (CLOCK, F("deadline__due_on"), F("pk")),
    "submitted": (F("submitted_at").desc(), F("pk").desc()),
    "number": (F("number").desc(), F("pk")),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One case in the list, in words."""

    case: Application
    deadline: Deadline | None
    urgency: str
    today: datetime.date
    state: str
    applicant: str


@dataclass(frozen=True, kw_only=True)
class Pick:
    """A selection as a link of the rail."""

    selection: Selection
    count: int
    query: str
    is_now: bool


@dataclass(frozen=True, kw_only=True)
class Rail:
    """Selections under one heading."""

    title: str
    picks: list[Pick]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the list; `query` orders the list by it, where it can be."""

    title: str
    query: str = ""
    direction: str = ""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Everything that the page of the list shows. `chosen` is what its address says, as far as it makes sense."""

    title: str
    page: "Page[Application]"
    rows: list[Row]
    rail: list[Rail]
    filters: FilterForm
    chosen: dict[str, str]
    text: str
    # The centre that goes without saying: rows of others are named.
    home_centre: int | None
    may_intake: bool
    now: datetime.datetime

    @property
    def query(self) -> str:
        return urlencode(self.chosen)

    @property
    def kept(self) -> dict[str, str]:
        """Return what stays when the filters change."""
        return {name: value for name, value in self.chosen.items() if name not in FILTERS}

    @property
    def bare_query(self) -> str:
        """Return the address without filters and search."""
        return urlencode({name: value for name, value in self.kept.items() if name != "search" and value != EVERYTHING})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text) or self.kept != self.chosen

    @property
    def columns(self) -> list[Column]:
        return [
            self._sorted("deadline", _("Deadline"), "ascending"),
            self._sorted("number", _("Number"), "descending"),
            self._sorted("submitted", _("Sent"), "descending"),
            Column(title=_("Service")),
            Column(title=_("Applicant")),
            Column(title=_("State")),
            Column(title=_("Who")),
        ]

    def _sorted(self, name: str, title: str, direction: str) -> Column:
        is_now = self.chosen.get("sort", DEFAULT_ORDER) == name
        return Column(
            title=title, query=urlencode({**self.chosen, "sort": name}), direction=direction if is_now else ""
        )


def listing_for(staff: Staff, query: QueryDict, *, text: str, at: datetime.datetime) -> Listing:
    """Return the page of the list that an address asks for. `text` is what is searched for, among all cases."""
    today = today_of(staff, at)
    selections = selections_for(staff, today)
    services = Service.objects.filter(offerings__centre__in=staff.centres).order_by("title").distinct()
    filters = FilterForm(data=query, staff=staff, services=services)
    chosen = filters.chosen() | ({"search": query.get("search", "")} if text else {})
    pick = _picked(selections, query.get("pick", ""), EVERYTHING if text else DEFAULT)
    chosen["pick"] = pick.code if pick else EVERYTHING
    cases = _narrowed(cases_for(staff.centres), chosen, pick, text)
    page = Paginator(cases, PAGE_SIZE).get_page(query.get("page"))
    return Listing(
        title=_title(pick, text),
        page=page,
        rows=[_row(case, at) for case in page],
        rail=_rail(staff, selections, pick),
        filters=filters,
        chosen=chosen,
        text=text,
        home_centre=staff.posts[0].centre_id if staff.posts else None,
        may_intake=staff.may_intake,
        now=at.astimezone(staff.centres[0].zone) if staff.centres else at,
    )


def _title(pick: Selection | None, text: str) -> str:
    if pick is None:
        return _("Found cases") if text else _("All cases")
    return pick.title


def _rail(staff: Staff, selections: list[Selection], now: Selection | None) -> list[Rail]:
    totals = counts(staff.cases(), selections)
    picks = [
        Pick(selection=one, count=totals[one.code], query=urlencode({"pick": one.code}), is_now=one == now)
        for one in selections
    ]
    own = [pick for pick in picks if pick.selection.is_own]
    rest = [pick for pick in picks if not pick.selection.is_own]
    return ([Rail(title=_("Mine"), picks=own)] if own else []) + [Rail(title=_("The centre"), picks=rest)]


def today_of(staff: Staff, at: datetime.datetime) -> datetime.date:
    """Return the date where this person works: by it a case is late or not."""
    centre = staff.posts[0].centre if staff.posts else next(iter(staff.centres), None)
    return centre.today(at) if centre else at.date()


def _picked(selections: list[Selection], code: str, default: str) -> Selection | None:
    known = {one.code: one for one in selections}
    return known.get(code if code in known or code == EVERYTHING else default)


def _narrowed(
    cases: QuerySet[Application], chosen: dict[str, str], pick: Selection | None, text: str
) -> QuerySet[Application]:
    condition = pick.condition if pick else Q()
    narrowed = cases.filter(condition, **{FILTERS[name]: chosen[name] for name in FILTERS if name in chosen})
    return search(narrowed, text).order_by(*ORDERS[chosen.get("sort", DEFAULT_ORDER)])


def _row(case: Application, at: datetime.datetime) -> Row:
    deadline: Deadline | None = getattr(case, "deadline", None)
    today = case.centre.today(at)
    return Row(
        case=case,
        deadline=deadline,
        urgency=urgency(case, deadline, today),
        today=today,
        state=state_word(case),
        applicant=short_name(case),
    )
