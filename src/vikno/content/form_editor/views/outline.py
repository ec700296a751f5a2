"""The form at a glance: its steps and questions, put in order; begun, undone, thrown away."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vikno.content.form_editor.access import EditorRequest, draft_of, form_of, may, shown_version
from vikno.content.form_editor.outlines import rule_lines, sections
from vikno.content.form_editor.pages import address, change, page, seen
from vikno.eforms import operations
from vikno.eforms.comparing import differences
from vikno.eforms.editing import Change, questions, steps
from vikno.eforms.models import FormVersion
from vikno.eforms.reviewing import remarks
from vikno.kernel.errors import Refused

# What the small buttons of the outline do, by their names; their value is a step or a question.
MOVES: dict[str, Callable[[str], Change]] = {
    "up": lambda at: partial(questions.move, at=at, by=-1),
    "down": lambda at: partial(questions.move, at=at, by=1),
    "step_up": lambda key: partial(steps.move, key=key, by=-1),
    "step_down": lambda key: partial(steps.move, key=key, by=1),
}


@may("view")
@require_safe
def outline(request: EditorRequest, code: str) -> HttpResponse:
    return outline_page(request, code)


def outline_page(request: EditorRequest, code: str, *, status: int = 200, refusal: str = "") -> HttpResponse:
    form = form_of(code)
    version = shown_version(form)
    first = version.eform.steps[0].key if version.eform.steps else ""
    return page(
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
        sections=sections(version.eform),
        rules=rule_lines(version.eform),
        remarks=remarks(version.eform),
        last_change=_last_change(version),
        first=first,
    )


def _last_change(version: FormVersion) -> str:
    """Return what the button «Undo» would take back, in words."""
    earlier = version.earlier.order_by("-revision").first()
    if earlier is None:
        return ""
    found = differences(earlier.eform, version.eform)
    return f"{found[0].of}: {found[0].what.lower()}" if found else _("the latest change")


def pressed(request: EditorRequest, code: str, what: Change, *, to: str, told: str = "") -> HttpResponse:
    """Make a change that needs no form, and go on; what is refused is told on the outline."""
    try:
        change(request, draft_of(code), what)
    except Refused as refused:
        return outline_page(request, code, refusal=str(refused), status=422)
    if told:
        messages.success(request, told)
    return redirect(to)


@may("change")
@require_POST
def move(request: EditorRequest, code: str) -> HttpResponse:
    """Move a step or a question up or down."""
    name = next((name for name in MOVES if name in request.POST), "")
    if not name:
        return redirect(address("outline", code))
    where = str(request.POST[name])
    prefix = "step" if name.startswith("step") else "question"
    return pressed(request, code, MOVES[name](where), to=f"{address('outline', code)}#{prefix}-{where}")


@may("change")
@require_POST
def begin(request: EditorRequest, code: str) -> HttpResponse:
    """Begin the next version."""
    operations.begin(form=form_of(code), by=request.user, at=timezone.now())
    return redirect(address("outline", code))


@may("change")
@require_POST
def undo(request: EditorRequest, code: str) -> HttpResponse:
    """Take the latest change back."""
    try:
        operations.undo(version=draft_of(code), seen=seen(request), by=request.user, at=timezone.now())
    except Refused as refused:
        return outline_page(request, code, refusal=str(refused), status=422)
    messages.success(request, _("The latest change was taken back."))
    return redirect(address("outline", code))


@may("change")
@require_http_methods(["GET", "POST"])
def discard(request: EditorRequest, code: str) -> HttpResponse:
    """Ask once more, then throw the draft away."""
    draft = draft_of(code)
    is_new = draft.form.versions.count() == 1
    refusal = ""
    if request.method == "POST":
        try:
            operations.discard(version=draft, seen=seen(request))
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The draft was thrown away."))
            return redirect(address("list") if is_new else address("outline", code))
    return page(
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
        back=address("outline", code),
    )
