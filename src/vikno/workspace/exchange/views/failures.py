"""Views of failures in the exchange: deliveries that were given up, inbound messages that could not be handled."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.applications.events import ApplicationEvent
from vikno.integration import operations
from vikno.integration.models import InboundMessage
from vikno.outbox.domain_events import read_event
from vikno.workspace.access import ExchangeRequest, exchange_required
from vikno.workspace.access_log import log_message_view
from vikno.workspace.exchange.forms import DeliveryFilterForm, MessageFilterForm
from vikno.workspace.exchange.list_page import exchange_tabs, load_list_page
from vikno.workspace.exchange.message_text import format_message

MessageStatus = InboundMessage.InboundMessageStatus


@require_safe
@exchange_required
def undelivered_list(request: ExchangeRequest) -> HttpResponse:
    """List the deliveries that were given up: they are not retried by themselves."""
    exchange = request.exchange
    form = DeliveryFilterForm(request.GET, exchange=exchange)
    rows = exchange.given_up_deliveries()
    if code := form.valid_filters().get("connection"):
        rows = rows.filter(
            consumer__in=[line for line, connection in exchange.connections_by_line.items() if connection.code == code]
        )
    listing = load_list_page(rows, form, {"event": "event__name"}, request.GET.get("page"))
    events = {delivery.pk: read_event(delivery.event) for delivery in listing.page}
    about = {key: event for key, event in events.items() if isinstance(event, ApplicationEvent)}
    # A link only to a case that this person may open.
    cases = {
        case.uid: case for case in request.staff.cases().filter(uid__in=[event.application for event in about.values()])
    }
    rows_shown = [
        {
            "delivery": delivery,
            "connection": exchange.connections_by_line[delivery.consumer],
            "number": about[delivery.pk].number if delivery.pk in about else "",
            "case": cases.get(about[delivery.pk].application) if delivery.pk in about else None,
        }
        for delivery in listing.page
    ]
    context = {"section": "exchange", "now": "undelivered", "tabs": exchange_tabs(exchange), "listing": listing}
    return render(request, "workspace/exchange/undelivered.html", {**context, "rows": rows_shown})


@require_http_methods(["GET", "POST"])
@exchange_required
def resolve_delivery(request: ExchangeRequest, pk: int) -> HttpResponse:
    """Retry a delivery that was given up, or set it aside, as the button says."""
    if request.method == "GET":
        return redirect("workspace:exchange_undelivered")
    delivery, at = get_object_or_404(request.exchange.given_up_deliveries(), pk=pk), timezone.now()
    if "set_aside" in request.POST:
        operations.set_aside_delivery(delivery=delivery, actor=request.user.ref, at=at)
        messages.success(request, _("It is set aside. What comes after it in this case goes out."))
    else:
        operations.retry_delivery(delivery=delivery, actor=request.user.ref, at=at)
        messages.success(request, _("It goes out once more. If it fails again, it comes back here."))
    return redirect("workspace:exchange_undelivered")


@require_safe
@exchange_required
def message_list(request: ExchangeRequest) -> HttpResponse:
    """List the inbound messages that could not be handled; others where the filter asks for them."""
    form = MessageFilterForm(request.GET, exchange=request.exchange)
    rows = (
        request.exchange.messages()
        .defer("body")
        .filter(status=form.valid_filters().get("status", MessageStatus.TROUBLE))
    )
    listing = load_list_page(rows, form, {"connection": "connection__code"}, request.GET.get("page"))
    context = {"section": "exchange", "now": "messages", "tabs": exchange_tabs(request.exchange), "listing": listing}
    return render(request, "workspace/exchange/messages.html", context)


@require_http_methods(["GET", "POST"])
@exchange_required
def message_detail(request: ExchangeRequest, pk: int) -> HttpResponse:
    """Show one message as it came. It holds personal data, so the view is recorded in the audit."""
    message, at = get_object_or_404(request.exchange.messages(), pk=pk), timezone.now()
    if request.method == "POST":
        return _resolve_message(request, message)
    log_message_view(message=message, staff=request.staff, at=at)
    case = request.staff.cases().filter(pk=message.application_id).first() if message.application_id else None
    context = {"section": "exchange", "message": message, "text": format_message(bytes(message.body)), "case": case}
    return render(request, "workspace/exchange/message.html", {**context, "size": len(message.body)})


def _resolve_message(request: ExchangeRequest, message: InboundMessage) -> HttpResponse:
    at, actor = timezone.now(), request.user.ref
    if "set_aside" in request.POST:
        done = operations.set_aside_message(message=message, actor=actor, at=at)
        words = _("The message is set aside.")
    else:
        done = operations.retry_message(message=message, actor=actor, at=at)
        words = _("The message is tried once more. If it fails again, it comes back here.")
    if done:
        messages.success(request, words)
    else:
        messages.info(request, _("The message was dealt with in the meantime."))
    return redirect("workspace:exchange_messages")


@require_safe
@exchange_required
def download_message(request: ExchangeRequest, pk: int) -> HttpResponse:
    """Return a message as it came, as a file. The download is recorded in the audit."""
    message = get_object_or_404(request.exchange.messages(), pk=pk)
    log_message_view(message=message, staff=request.staff, at=timezone.now())
    response = HttpResponse(bytes(message.body), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="message-{message.pk}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
