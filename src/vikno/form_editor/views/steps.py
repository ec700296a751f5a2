"""Settings of a form, and its steps: adding, editing, removing, and ready steps of the library."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vikno.eforms.changes import insertion, steps
from vikno.eforms.library import ready_form, ready_forms
from vikno.form_editor.access import draft_or_404, form_permission_required, step_or_404
from vikno.form_editor.forms import FormSettingsForm, StepForm
from vikno.form_editor.pages import apply_change, editor_url, render_page, save_form
from vikno.kernel.errors import Refused
from vikno.web.editor_access import EditorRequest


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def edit_settings(request: EditorRequest, code: str) -> HttpResponse:
    """Change title, minutes and language of the form."""
    draft = draft_or_404(code)
    form = FormSettingsForm(request.POST or None, eform=draft.eform)
    if request.method == "POST" and save_form(
        request, draft, form, lambda eform: steps.reword_form(eform, **form.cleaned_data)
    ):
        messages.success(request, _("Saved."))
        return redirect(editor_url("outline", code))
    return _form_page(request, code, form, title=_("Title and time"), action=_("Save"))


def _form_page(request: EditorRequest, code: str, form: FormSettingsForm | StepForm, **more: object) -> HttpResponse:
    draft, title = draft_or_404(code), str(more.pop("title"))
    back = editor_url("outline", code)
    status = 422 if form.errors else 200
    shown: dict[str, Any] = {"draft": draft, "fields": form, "back": back, **more}
    return render_page(request, "simple_form.html", title=title, form=draft.form, status=status, **shown)


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def add(request: EditorRequest, code: str) -> HttpResponse:
    draft = draft_or_404(code)
    form = StepForm(request.POST or None)
    version = (
        save_form(request, draft, form, lambda eform: steps.add(eform, **form.step_attributes()))
        if request.method == "POST"
        else None
    )
    if version is not None:
        messages.success(request, _("The step was added. Add its first question."))
        return redirect(editor_url("choose", code, version.eform.steps[-1].key))
    return _form_page(request, code, form, title=_("New step"), action=_("Add the step"))


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def edit(request: EditorRequest, code: str, key: str) -> HttpResponse:
    draft = draft_or_404(code)
    step = step_or_404(draft, key)
    form = StepForm(request.POST or None, initial={"title": step.title, "lead": step.lead, "level": step.level})
    if request.method == "POST" and save_form(
        request, draft, form, lambda eform: steps.reword(eform, key=key, **form.step_attributes())
    ):
        messages.success(request, _("Saved."))
        return redirect(f"{editor_url('outline', code)}#step-{key}")
    return _form_page(request, code, form, title=_("Step: %s") % step.title, action=_("Save"))


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def remove(request: EditorRequest, code: str, key: str) -> HttpResponse:
    """Ask for confirmation, then remove a step."""
    draft = draft_or_404(code)
    step, refusal = step_or_404(draft, key), ""
    if request.method == "POST":
        try:
            apply_change(request, draft, partial(steps.remove, key=key))
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The step was removed. “Undo” brings it back."))
            return redirect(editor_url("outline", code))
    draft = draft_or_404(code)
    return render_page(
        request,
        "confirm.html",
        title=_("Remove the step"),
        form=draft.form,
        draft=draft,
        refusal=refusal,
        status=422 if refusal else 200,
        question=_("The step “%s” goes away with everything it asks:") % step.title,
        things=[question.label for question in step.questions],
        action=_("Remove the step"),
        back=editor_url("outline", code),
    )


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def add_ready_step(request: EditorRequest, code: str) -> HttpResponse:
    """Add a step of the library at the end."""
    draft, refusal = draft_or_404(code), ""
    if request.method == "POST":
        name, _colon, key = str(request.POST.get("step", "")).partition(":")
        source = ready_form(name)
        if source is None or source.form.step(key) is None:
            refusal = _("Choose a step to add.")
        else:
            try:
                apply_change(request, draft, partial(insertion.insert_steps, source=source.form, keys=[key]))
            except Refused as refused:
                refusal = str(refused)
            else:
                messages.success(request, _("The step was added at the end. Change in it whatever you need."))
                return redirect(editor_url("outline", code))
    draft = draft_or_404(code)
    status = 422 if refusal else 200
    chosen = request.POST.get("step", "")
    shown: dict[str, Any] = {"draft": draft, "refusal": refusal, "ready": ready_forms(), "chosen": chosen}
    return render_page(request, "ready_steps.html", title=_("Ready steps"), form=draft.form, status=status, **shown)
