"""The outline of a form: order of steps and questions, new versions, undo, and deletion of a draft."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vikno.eforms import operations
from vikno.eforms.changes import DefinitionChange, questions, steps
from vikno.eforms.form_review import review_form
from vikno.eforms.version_diff import form_differences
from vikno.form_editor.access import draft_or_404, draft_or_newest_version, form_or_404, form_permission_required
from vikno.form_editor.outline import outline_rules, outline_steps
from vikno.form_editor.pages import apply_change, editor_url, render_page, seen_revision
from vikno.kernel.errors import Refused
from vikno.web.editor_access import EditorRequest

# The changes of the move buttons of the outline, by name; the value of a button is a step or a question.
MOVES: dict[str, Callable[[str], DefinitionChange]] = {
    "up": lambda at: partial(questions.move, at=at, by=-1),
    "down": lambda at: partial(questions.move, at=at, by=1),
    "step_up": lambda key: partial(steps.move, key=key, by=-1),
    "step_down": lambda key: partial(steps.move, key=key, by=1),
}


@form_permission_required("view")
@require_safe
def outline(request: EditorRequest, code: str) -> HttpResponse:
    return render_outline(request, code)


def render_outline(request: EditorRequest, code: str, *, status: int = 200, refusal: str = "") -> HttpResponse:
    form = form_or_404(code)
    version = draft_or_newest_version(form)
    first = version.eform.steps[0].key if version.eform.steps else ""
    # The change that «Undo» reverts.
    last_change = ""
    if earlier := version.earlier.order_by("-revision").first():
        differences = form_differences(earlier.eform, version.eform)
        last_change = (
            f"{differences[0].subject}: {differences[0].change.lower()}" if differences else _("the latest change")
        )
    return render_page(
        request,
        "outline.html",
        title=version.eform.title,
        form=form,
        tab="outline",
        status=status,
        refusal=refusal,
        version=version,
        draft=version if version.status == "draft" else None,
        eform=version.eform,
        sections=outline_steps(version.eform),
        rules=outline_rules(version.eform),
        remarks=review_form(version.eform),
        last_change=last_change,
        first=first,
    )


def apply_and_redirect(
    request: EditorRequest, code: str, change: DefinitionChange, *, to: str, note: str = ""
) -> HttpResponse:
    """Make a change that needs no form and redirect; a refusal is shown on the outline."""
    try:
        apply_change(request, draft_or_404(code), change)
    except Refused as refused:
        return render_outline(request, code, refusal=str(refused), status=422)
    if note:
        messages.success(request, note)
    return redirect(to)


@form_permission_required("change")
@require_POST
def move(request: EditorRequest, code: str) -> HttpResponse:
    """Move a step or a question up or down."""
    name = next((name for name in MOVES if name in request.POST), "")
    if not name:
        return redirect(editor_url("outline", code))
    moved = str(request.POST[name])
    prefix = "step" if name.startswith("step") else "question"
    return apply_and_redirect(request, code, MOVES[name](moved), to=f"{editor_url('outline', code)}#{prefix}-{moved}")


@form_permission_required("change")
@require_POST
def begin_version(request: EditorRequest, code: str) -> HttpResponse:
    """Create the draft of the next version."""
    operations.begin_draft(form=form_or_404(code), by=request.user, at=timezone.now())
    return redirect(editor_url("outline", code))


@form_permission_required("change")
@require_POST
def undo(request: EditorRequest, code: str) -> HttpResponse:
    """Undo the latest change."""
    try:
        operations.undo(version=draft_or_404(code), seen=seen_revision(request), by=request.user, at=timezone.now())
    except Refused as refused:
        return render_outline(request, code, refusal=str(refused), status=422)
    messages.success(request, _("The latest change was taken back."))
    return redirect(editor_url("outline", code))


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def discard(request: EditorRequest, code: str) -> HttpResponse:
    """Ask for confirmation, then delete the draft."""
    draft = draft_or_404(code)
    is_new = draft.form.versions.count() == 1
    refusal = ""
    if request.method == "POST":
        try:
            operations.discard(version=draft, seen=seen_revision(request))
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The draft was thrown away."))
            return redirect(editor_url("list") if is_new else editor_url("outline", code))
    return render_page(
        request,
        "confirm.html",
        title=_("Throw the draft away"),
        form=draft.form,
        draft=draft,
        refusal=refusal,
        status=422 if refusal else 200,
        question=_("The form was never published, so it goes away as a whole.")
        if is_new
        else _(
            "All changes since the published version are lost. Residents notice nothing: the published version stays."
        ),
        action=_("Throw away"),
        back=editor_url("outline", code),
    )
