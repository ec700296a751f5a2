"""Ready selections of a list, as the rail beside it shows them: which rows belong together, and how many there are in each."""

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from vikno.workspace.access import StaffMember

DEFAULT_SELECTION = "open"
PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class ListSelection:
    """Rows that belong together for an officer's work: the condition they fulfil and their name."""

    code: str
    title: str
    condition: Q
    is_own: bool = False
    is_alarm: bool = False


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


def selection_groups(
    rows: QuerySet[Any], selections: list[ListSelection], current: ListSelection | None
) -> list[SelectionGroup]:
    """Return the rail: the officer's own selections, then those of the centre. The rows are counted in one query."""
    # A filter that can match nothing (no posts) must still count as 0.
    totals = rows.aggregate(**{selection.code: Count("pk", filter=selection.condition) for selection in selections})
    own: list[SelectionLink] = []
    shared: list[SelectionLink] = []
    for selection in selections:
        link = SelectionLink(
            selection=selection,
            count=totals[selection.code],
            query=urlencode({"pick": selection.code}),
            is_current=selection == current,
        )
        (own if selection.is_own else shared).append(link)
    groups = [SelectionGroup(title=_("Mine"), links=own)] if own else []
    return [*groups, SelectionGroup(title=_("The centre"), links=shared)]


def local_today(staff: StaffMember, at: datetime.datetime) -> datetime.date:
    """Return the date where this person works: by it a case is late or not."""
    centre = staff.posts[0].centre if staff.posts else next(iter(staff.centres), None)
    return centre.today(at) if centre else at.date()
