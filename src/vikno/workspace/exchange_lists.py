"""Lists of what needs a person in the exchange: what is shown, narrowed, one page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from vikno.integration.watching import View
from vikno.workspace.exchange_forms import NarrowForm

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """One page of a list. `chosen` is what its address says, as far as it makes sense."""

    page: "Page[Any]"
    filters: NarrowForm
    chosen: dict[str, str]

    @property
    def query(self) -> str:
        return urlencode(self.chosen)


def narrowed(rows: QuerySet[Any], filters: NarrowForm, fields: Mapping[str, str], number: str | None) -> Narrowed:
    """Return the page of a list that an address asks for; `fields` says by which column each filter narrows."""
    chosen = filters.chosen()
    found = rows.filter(**{fields[name]: value for name, value in chosen.items() if name in fields})
    return Narrowed(page=Paginator(found, PAGE_SIZE).get_page(number), filters=filters, chosen=chosen)


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One page of the exchange in its menu, with how much waits there."""

    code: str
    address: str
    number: int | None = None


def tabs(exchange: View) -> list[Tab]:
    """Return the menu of the exchange."""
    return [
        Tab(code="overview", address="workspace:exchange"),
        Tab(code="undelivered", address="workspace:exchange_undelivered", number=exchange.given_up().count()),
        Tab(
            code="messages",
            address="workspace:exchange_messages",
            number=exchange.messages().filter(status="trouble").count(),
        ),
        Tab(code="alerts", address="workspace:exchange_alerts", number=exchange.alerts().count()),
    ]
