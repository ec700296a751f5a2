"""Views of the register import. Each writes by one operation of the guide."""

import csv
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vikno.editors.national_register.forms import RegisterEntryFilterForm, RegisterFileUploadForm, RegisterTakeoverForm
from vikno.guide import operations, register_parser
from vikno.guide.models import OPEN_STATES, RegisterEntry, RegisterFile
from vikno.guide.queries import EntryComparison, compare_entries, count_by_state, services_missing_from
from vikno.guide.tasks import compare_dump
from vikno.kernel.errors import Refused
from vikno.web.editor_access import EditorRequest
from vikno.web.view_type import View

PAGE_LENGTH = 25
REGISTER_PERMISSIONS = ("catalogue.change_service", "catalogue.publish_servicecard")


def approvers_only(view: View) -> View:
    """Admit people who may change services and publish cards: a takeover does both."""

    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perms(REGISTER_PERMISSIONS):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded_view


@approvers_only
@require_http_methods(["GET", "HEAD", "POST"])
def register_files(request: EditorRequest) -> HttpResponse:
    """Show the imported files and the upload form."""
    form = RegisterFileUploadForm(request.POST, request.FILES) if request.method == "POST" else RegisterFileUploadForm()
    if request.method == "POST" and form.is_valid():
        file, at = form.cleaned_data["file"], timezone.now()
        # One byte over the limit, so that a larger file is refused without reading it whole.
        content = file.read(register_parser.MAX_FILE_BYTES + 1)
        try:
            parsed = register_parser.parse_register_file(content, name=file.name)
            dump = operations.import_register_file(read=parsed, file_name=file.name, actor=request.user.ref, at=at)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            compare_dump.enqueue(dump.pk)
            return redirect("register:dump", dump.uid)
    page = Paginator(RegisterFile.objects.order_by("-brought_at", "-pk"), PAGE_LENGTH).get_page(request.GET.get("p"))
    context = {"form": form, "page_obj": page, "rows": [(dump, count_by_state(dump)) for dump in page]}
    return render(request, "editors/national_register/files.html", context, status=422 if form.errors else 200)


@approvers_only
@require_safe
def empty_table(request: HttpRequest) -> HttpResponse:
    """Return an empty table with the known columns."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="services.csv"'
    response.write("\ufeff")
    csv.writer(response, delimiter=";").writerow(register_parser.csv_header())
    return response


@approvers_only
@require_safe
def register_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the entries of a file."""
    dump = get_object_or_404(RegisterFile, uid=uid)
    form = RegisterEntryFilterForm(request.GET)
    form.is_valid()
    state = form.cleaned_data.get("state") or "waiting"
    entries = dump.entries.filter(state__in=OPEN_STATES if state == "waiting" else [state])
    if words := form.cleaned_data.get("words"):
        entries = entries.filter(Q(official_id=words) | Q(title__icontains=words))
    page = Paginator(entries.order_by("official_id"), PAGE_LENGTH).get_page(request.GET.get("p"))
    parameters = request.GET.copy()
    parameters.pop("p", None)
    counts = count_by_state(dump)
    context = {
        "dump": dump,
        "form": form,
        "page_obj": page,
        "rows": compare_entries(page.object_list),
        "counts": counts,
        "waiting": sum(counts[state] for state in OPEN_STATES),
        "query": f"{parameters.urlencode()}&" if parameters else "",
        "gone": services_missing_from(dump) if dump.compared_at else [],
    }
    return render(request, "editors/national_register/file.html", context)


@approvers_only
@require_POST
def take_over_safe_entries(request: EditorRequest, uid: UUID) -> HttpResponse:
    dump = get_object_or_404(RegisterFile, uid=uid)
    count = operations.accept_safe_entries(dump=dump, actor=request.user.ref, at=timezone.now())
    message = ngettext("%d service was brought up to date.", "%d services were brought up to date.", count)
    messages.success(request, message % count)
    return redirect("register:dump", uid)


@approvers_only
@require_http_methods(["GET", "HEAD", "POST"])
def register_entry(request: EditorRequest, uid: UUID, official_id: str) -> HttpResponse:
    """Show an entry beside our service, and take over the chosen fields."""
    entry = get_object_or_404(RegisterEntry.objects.select_related("dump"), dump__uid=uid, official_id=official_id)
    comparison = compare_entries([entry])[0]
    form = RegisterTakeoverForm(
        request.POST if request.method == "POST" else None, differences=list(comparison.differences)
    )
    refusal = ""
    if request.method == "POST":
        try:
            return _decide(request, comparison, form)
        except Refused as refused:
            refusal = str(refused)
            comparison = compare_entries([RegisterEntry.objects.get(pk=entry.pk)])[0]
    context = {
        "dump": entry.dump,
        "entry": comparison.entry,
        "beside": comparison,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "editors/national_register/entry.html", context, status=422 if refusal else 200)


def _decide(request: EditorRequest, comparison: EntryComparison, form: RegisterTakeoverForm) -> HttpResponse:
    entry, actor, at = comparison.entry, request.user.ref, timezone.now()
    if "leave" in request.POST:
        operations.reject_entry(entry=entry, actor=actor, at=at)
        messages.success(request, _("Left as it is here: %s") % entry.title)
        return _redirect_to_next(entry)
    if not form.is_valid():
        raise operations.CardChangedMeanwhile(
            _("The card was changed meanwhile. Look at what differs now, and decide again.")
        )
    fields = form.cleaned_data["fields_taken"]
    if not fields and comparison.service is not None:
        raise Refused(_("Tick what to take over, or press «Leave as it is here»."))
    operations.accept_entry(entry=entry, fields=fields, actor=actor, at=at)
    messages.success(request, _("Taken over: %s") % entry.title)
    return _redirect_to_next(entry)


def _redirect_to_next(entry: RegisterEntry) -> HttpResponse:
    """Redirect to the next waiting entry, or to the list if there is none."""
    later = RegisterEntry.objects.waiting().filter(dump=entry.dump_id, official_id__gt=entry.official_id)
    following = later.order_by("official_id").first()
    if following is None:
        return redirect("register:dump", entry.dump.uid)
    return redirect("register:entry", entry.dump.uid, following.official_id)
