"""Lists of the exchange that need a person, and the menu of its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from vikno.integration.exchange_scope import ExchangeScope
from vikno.workspace.exchange.forms import ExchangeFilterForm

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class ExchangeListPage:
    """One page of a list. `params` are the valid parameters of its address."""

    page: "Page[Any]"
    filters: ExchangeFilterForm
    params: dict[str, str]

    @property
    def query(self) -> str:
        return urlencode(self.params)


def load_list_page(
    rows: QuerySet[Any], filters: ExchangeFilterForm, fields: Mapping[str, str], number: str | None
) -> ExchangeListPage:
    """Return the page of a list that an address asks for; `fields` maps each filter to its column."""
    chosen = filters.valid_filters()
    filtered = rows.filter(**{fields[name]: value for name, value in chosen.items() if name in fields})
    return ExchangeListPage(page=Paginator(filtered, PAGE_SIZE).get_page(number), filters=filters, params=chosen)


@dataclass(frozen=True, kw_only=True)
class ExchangeTab:
    """One page of the exchange in its menu, with the number of rows that wait there."""

    code: str
    address: str
    count: int | None = None


def exchange_tabs(exchange: ExchangeScope) -> list[ExchangeTab]:
    """Return the menu of the exchange."""
    return [
        ExchangeTab(code="overview", address="workspace:exchange"),
        ExchangeTab(
            code="undelivered", address="workspace:exchange_undelivered", count=exchange.given_up_deliveries().count()
        ),
        ExchangeTab(
            code="messages",
            address="workspace:exchange_messages",
            count=exchange.messages().filter(status="trouble").count(),
        ),
        ExchangeTab(code="alerts", address="workspace:exchange_alerts", count=exchange.alerts().count()),
    ]
