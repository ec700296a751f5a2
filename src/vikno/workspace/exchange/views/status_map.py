"""Views of the status map of a connection: the meaning of each foreign status, and the words for the resident."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.integration import operations, tasks
from vikno.integration.models import Connection, ConnectionAlert, StatusMapping
from vikno.kernel.errors import Refused
from vikno.web.problems import InputProblem, form_problems
from vikno.workspace.access import ExchangeRequest, exchange_required
from vikno.workspace.exchange.forms import StatusMappingForm
from vikno.workspace.exchange.status_preview import build_status_preview
from vikno.workspace.exchange.views.connections import load_connection

MAPPING_FIELDS = ("foreign", "meaning", "words_uk", "words_cs", "words_en", "needs_action", "sends_letter")


@require_safe
@exchange_required
def mapping_list(request: ExchangeRequest, code: str) -> HttpResponse:
    connection = load_connection(request, code)
    unknown = connection.alerts.filter(
        kind=ConnectionAlert.ConnectionAlertKind.UNKNOWN_STATUS, cleared_at=None
    ).order_by("pk")
    context = {
        "section": "exchange",
        "connection": connection,
        "lines": connection.mappings.all(),
        "unknown": [alert.subject for alert in unknown],
    }
    return render(request, "workspace/exchange/status_map.html", context)


@require_http_methods(["GET", "POST"])
@exchange_required
def edit_mapping(request: ExchangeRequest, code: str, pk: int | None = None) -> HttpResponse:
    """Add a line of the status map, or change or remove one; a preview shows what the resident will read."""
    connection = load_connection(request, code)
    mapping = get_object_or_404(connection.mappings, pk=pk) if pk else None
    if request.method == "GET":
        initial: dict[str, Any] = {"foreign": request.GET.get("word", "")[:200]}
        if mapping is not None:
            initial = {name: getattr(mapping, name) for name in MAPPING_FIELDS}
        return _page(request, connection, mapping, StatusMappingForm(connection=connection, initial=initial))
    if mapping and "remove" in request.POST:
        operations.remove_status_mapping(mapping=mapping, actor=request.user.ref, at=timezone.now())
        messages.success(request, _("“%(status)s” is taken out of the map.") % {"status": mapping.foreign})
        return redirect("workspace:exchange_map", connection.code)
    form = StatusMappingForm(request.POST, connection=connection)
    if not form.is_valid() or "preview" in request.POST:
        return _page(request, connection, mapping, form)
    try:
        row, is_new = operations.save_status_mapping(
            connection=connection, mapping=mapping, values=form.cleaned_data, actor=request.user.ref, at=timezone.now()
        )
    except Refused as refused:
        return _page(request, connection, mapping, form, refusal=str(refused))
    if is_new:
        # Cases whose status was unknown until now follow it, in the background.
        tasks.bring_on.enqueue(row.pk)
    messages.success(request, _("“%(status)s” is in the map.") % {"status": row.foreign})
    return redirect("workspace:exchange_map", connection.code)


def _page(
    request: ExchangeRequest,
    connection: Connection,
    mapping: StatusMapping | None,
    form: StatusMappingForm,
    *,
    refusal: str = "",
) -> HttpResponse:
    problems = [InputProblem(input_id="id_foreign", message=refusal)] if refusal else form_problems(form)
    is_preview = form.is_bound and not problems
    context = {
        "section": "exchange",
        "connection": connection,
        "mapping": mapping,
        "form": form,
        "problems": problems,
        "preview": build_status_preview(form.cleaned_data) if is_preview else None,
    }
    return render(request, "workspace/exchange/mapping.html", context, status=422 if problems else 200)
