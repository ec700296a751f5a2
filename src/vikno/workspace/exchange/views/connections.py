"""Views of the connections to other systems: their health, their actions, their alerts."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.integration import operations, tasks
from vikno.integration.models import Connection
from vikno.integration.queries import healths
from vikno.workspace.access import ExchangeRequest, exchange_required
from vikno.workspace.exchange.forms import AlertFilterForm
from vikno.workspace.exchange.list_page import exchange_tabs, load_list_page

CONNECTION_ACTIONS = ("pause", "resume", "check")


@require_safe
@exchange_required
def connection_list(request: ExchangeRequest) -> HttpResponse:
    context = {
        "section": "exchange",
        "now": "overview",
        "tabs": exchange_tabs(request.exchange),
        "healths": healths(request.exchange.connections),
    }
    return render(request, "workspace/exchange/connections.html", context)


def load_connection(request: ExchangeRequest, code: str) -> Connection:
    """Return a connection that this person may see; 404 for any other code."""
    connection = next((row for row in request.exchange.connections if row.code == code), None)
    if connection is None:
        raise Http404
    return connection


@require_http_methods(["GET", "POST"])
@exchange_required
def run_connection_action(request: ExchangeRequest, code: str, act: str) -> HttpResponse:
    """Pause, resume or check a connection. A GET (after signing in again) redirects to the overview."""
    connection = load_connection(request, code)
    if act not in CONNECTION_ACTIONS:
        raise Http404
    if request.method != "POST":
        return redirect("workspace:exchange")
    actor, at = request.user.ref, timezone.now()
    if act == "pause":
        operations.pause_connection(connection=connection, actor=actor, at=at)
        success = _("“%(system)s” is paused. What is handed in waits and is not lost.")
    elif act == "resume":
        operations.resume_connection(connection=connection, actor=actor, at=at)
        success = _("“%(system)s” is open again. What has waited goes out now.")
    else:
        operations.request_check(connection=connection, at=at)
        tasks.check.enqueue(connection.pk)
        success = _("We are asking “%(system)s”. Open the page again in a moment.")
    messages.success(request, success % {"system": connection.name})
    return redirect("workspace:exchange")


@require_safe
@exchange_required
def alert_list(request: ExchangeRequest) -> HttpResponse:
    """List the open alerts: a missing acknowledgement, an unknown status, a difference."""
    form = AlertFilterForm(request.GET, exchange=request.exchange)
    fields = {"connection": "connection__code", "kind": "kind"}
    listing = load_list_page(request.exchange.alerts(), form, fields, request.GET.get("page"))
    context = {"section": "exchange", "now": "alerts", "tabs": exchange_tabs(request.exchange), "listing": listing}
    return render(request, "workspace/exchange/alerts.html", context)


@require_http_methods(["GET", "POST"])
@exchange_required
def clear_alert(request: ExchangeRequest, pk: int) -> HttpResponse:
    """Clear an alert that somebody has looked at."""
    if request.method == "POST":
        alert = get_object_or_404(request.exchange.alerts(), pk=pk)
        operations.clear_alert(alert=alert, actor=request.user.ref, at=timezone.now())
        messages.success(request, _("The alert is taken down."))
    return redirect("workspace:exchange_alerts")
