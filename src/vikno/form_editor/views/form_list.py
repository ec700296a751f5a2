"""The list of forms, new forms (empty, a copy, from JSON), and a form as JSON."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.eforms import operations
from vikno.eforms.changes import steps
from vikno.eforms.definition import FormDefinition, Step
from vikno.eforms.library import ready_form, ready_forms
from vikno.eforms.models import EForm
from vikno.form_editor.access import (
    draft_or_404,
    draft_or_newest_version,
    form_or_404,
    form_permission_required,
    version_or_404,
)
from vikno.form_editor.form_list import find_forms, form_rows
from vikno.form_editor.forms import FormCreationForm, JsonImportForm
from vikno.form_editor.json_import import FormJsonInvalid, form_from_json, form_to_json
from vikno.form_editor.pages import apply_change, editor_url, render_page
from vikno.kernel.errors import Refused
from vikno.web.editor_access import EditorRequest

PER_PAGE = 30


@form_permission_required("view")
@require_safe
def form_list(request: EditorRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:200]
    paginator = Paginator(find_forms(query), PER_PAGE)
    shown = paginator.get_page(request.GET.get("p"))
    rows = form_rows(list(shown.object_list))
    return render_page(
        request, "list.html", title=_("E-forms"), rows=rows, query=query, shown=shown, total=paginator.count
    )


@form_permission_required("add")
@require_http_methods(["GET", "POST"])
def new_form(request: EditorRequest) -> HttpResponse:
    """Create a form: empty, or a copy."""
    form = FormCreationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        definition = _first_definition(form.cleaned_data)
        version = operations.create(definition=definition, by=request.user, at=timezone.now())
        messages.success(request, _("The form was begun. Nobody sees it until you publish it."))
        return redirect(editor_url("outline", version.form.code))
    others = sorted(EForm.objects.values_list("code", "title"), key=lambda row: row[1].casefold())
    status = 422 if form.errors else 200
    shown: dict[str, Any] = {"fields": form, "json": JsonImportForm(), "ready": ready_forms(), "others": others}
    return render_page(request, "new.html", title=_("New e-form"), status=status, back=editor_url("list"), **shown)


def _first_definition(data: dict[str, str]) -> FormDefinition:
    """Return the first definition of a new form."""
    title = data["title"].strip()
    source = None
    if data["source"] == "form":
        copied = EForm.objects.filter(code=data["other"]).first()
        source = draft_or_newest_version(copied).eform if copied else None
    elif ready := ready_form(data["source"]):
        source = ready.form
    if source:
        return steps.reword_form(source, title=title, minutes=source.minutes, language=source.language)
    return FormDefinition(title=title, steps=(Step(key="step", title=_("Step 1"), questions=()),))


@form_permission_required("add")
@require_http_methods(["POST"])
def import_json(request: EditorRequest) -> HttpResponse:
    """Create a form from JSON."""
    form = JsonImportForm(request.POST, request.FILES)
    faults: list[str] = []
    if form.is_valid():
        try:
            definition = form_from_json(form.content())
        except FormJsonInvalid as refused:
            faults = refused.faults
        else:
            version = operations.create(definition=definition, by=request.user, at=timezone.now())
            messages.success(request, _("The form was brought in as a draft. Read it through, then publish it."))
            return redirect(editor_url("outline", version.form.code))
    return render_page(
        request,
        "json.html",
        title=_("A form from JSON"),
        fields=form,
        faults=faults,
        status=422,
        back=editor_url("new"),
    )


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def replace_with_json(request: EditorRequest, code: str) -> HttpResponse:
    """Replace the definition of the draft with JSON."""
    draft = draft_or_404(code)
    form = JsonImportForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            definition = form_from_json(form.content())
            apply_change(request, draft, lambda eform: definition)
        except FormJsonInvalid as refused:
            faults = refused.faults
        except Refused as refused:
            faults = [str(refused)]
        else:
            messages.success(request, _("The draft now asks what the JSON says. “Undo” brings back what was there."))
            return redirect(editor_url("outline", code))
    status = 422 if faults or form.errors else 200
    shown: dict[str, Any] = {
        "fields": form,
        "faults": faults,
        "draft": draft_or_404(code),
        "back": editor_url("outline", code),
    }
    return render_page(
        request, "json.html", title=_("JSON in the place of the draft"), form=draft.form, status=status, **shown
    )


@form_permission_required("view")
@require_safe
def export_json(request: EditorRequest, code: str) -> HttpResponse:
    """Download the form as JSON, in the version of the address or the newest one."""
    form = form_or_404(code)
    number = request.GET.get("version", "")
    version = draft_or_newest_version(form)
    if number:
        version = version_or_404(form, number)
    response = HttpResponse(form_to_json(version.eform), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{form.code}-{version.number}.json"'
    return response
