"""The view of the figures that a system reports of its own work, the latest period first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vikno.catalogue.models import Service
from vikno.workspace.access import ExchangeRequest, exchange_required
from vikno.workspace.exchange.views.connections import load_connection

PAGE_SIZE = 100


@require_safe
@exchange_required
def figure_list(request: ExchangeRequest, code: str) -> HttpResponse:
    connection = load_connection(request, code)
    rows = connection.figures.order_by("-until", "-since", "service", "code")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    titles = dict(Service.objects.filter(code__in={figure.service for figure in page}).values_list("code", "title"))
    shown = [{"figure": figure, "service": titles.get(figure.service, figure.service)} for figure in page]
    context = {"section": "exchange", "connection": connection, "page": page, "rows": shown}
    return render(request, "workspace/exchange/figures.html", context)
