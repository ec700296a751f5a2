"""Questions: choosing the sort, wording, moving, copying, taking away."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vikno.eforms.changes import conditions, questions
from vikno.eforms.changes.positions import FormPartMissing, QuestionPosition, position_of
from vikno.eforms.definition import OUTSIDE_GROUPS, Question, QuestionKind, Step
from vikno.eforms.models import FormVersion
from vikno.eforms.references import describe_condition
from vikno.form_editor.access import draft_or_404, form_permission_required
from vikno.form_editor.pages import apply_change, editor_url, render_page, save_form
from vikno.form_editor.question_form import QuestionSettingsForm
from vikno.form_editor.question_kinds import KIND_OPTIONS, kind_families
from vikno.form_editor.views.outline import apply_and_redirect
from vikno.kernel.errors import Refused
from vikno.web.editor_access import EditorRequest


def place_or_404(draft: FormVersion, at: str) -> QuestionPosition:
    """Return the place of a question; 404 where it is no more."""
    try:
        return position_of(draft.eform, at)
    except FormPartMissing:
        raise Http404 from None


def target_step(draft: FormVersion, into: str) -> tuple[Step, str]:
    """Return the step that a new question goes into, and its group: `into` is a step, or `group-` and a question."""
    if into.startswith("group-"):
        at = into.removeprefix("group-")
        return place_or_404(draft, at).step, at
    step = draft.eform.step(into)
    if step is None:
        raise Http404
    return step, ""


@form_permission_required("change")
@require_safe
def choose_kind(request: EditorRequest, code: str, into: str) -> HttpResponse:
    """The gallery: which sort of question to add."""
    draft = draft_or_404(code)
    step, group = target_step(draft, into)
    shown: dict[str, Any] = {
        "draft": draft,
        "families": kind_families(inside_group=bool(group)),
        "into": into,
        "step": step,
    }
    return render_page(
        request, "gallery.html", title=_("New question"), form=draft.form, back=editor_url("outline", code), **shown
    )


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def add(request: EditorRequest, code: str, into: str, kind: str) -> HttpResponse:
    draft = draft_or_404(code)
    step, group = target_step(draft, into)
    blank = Question(key="", kind=_kind(kind, inside_group=bool(group)), label="")
    form = QuestionSettingsForm(request.POST or None, question=blank)
    if request.method == "POST":
        version = save_form(
            request,
            draft,
            form,
            lambda: partial(
                questions.add,
                step=step.key,
                group=group,
                question=Question(**{"key": "", "kind": blank.kind, **form.question_attributes()}),
            ),
        )
        if version is not None:
            messages.success(request, _("The question was added."))
            return _after_adding(version, code, step.key, group, blank.kind)
    shown: dict[str, Any] = {
        "draft": draft_or_404(code),
        "fields": form,
        "sort": KIND_OPTIONS[blank.kind],
        "into": into,
    }
    status = 422 if form.errors else 200
    return render_page(request, "question_new.html", title=_("New question"), form=draft.form, status=status, **shown)


def _kind(text: str, *, inside_group: bool) -> QuestionKind:
    if text not in set(QuestionKind) or (inside_group and text in OUTSIDE_GROUPS):
        raise Http404
    return QuestionKind(text)


def _after_adding(version: FormVersion, code: str, step: str, group: str, kind: QuestionKind) -> HttpResponse:
    """Go back to the outline; to the questions of a new group, which is still empty."""
    if group:
        return redirect(editor_url("question", code, group))
    added = version.eform.step(step)
    assert added is not None
    key = added.questions[-1].key
    if kind == QuestionKind.GROUP:
        return redirect(editor_url("question", code, key))
    return redirect(f"{editor_url('outline', code)}#question-{key}")


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def edit(request: EditorRequest, code: str, at: str) -> HttpResponse:
    draft = draft_or_404(code)
    form = QuestionSettingsForm(request.POST or None, question=place_or_404(draft, at).question)
    if request.method == "POST" and save_form(
        request, draft, form, lambda: partial(questions.change_fields, at=at, **form.question_attributes())
    ):
        messages.success(request, _("Saved."))
        return redirect(editor_url("question", code, at))
    return render_question(request, code, at, form, status=422 if form.errors else 200)


def render_question(
    request: EditorRequest, code: str, at: str, form: QuestionSettingsForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    draft = draft_or_404(code)
    place, eform = place_or_404(draft, at), draft.eform
    known = questions.earlier_questions(eform, at)
    parts = conditions.condition_parts(place.question.asked_when)
    return render_page(
        request,
        "question.html",
        title=place.question.label,
        form=draft.form,
        draft=draft,
        status=status,
        refusal=refusal,
        at=at,
        place=place,
        question=place.question,
        sort=KIND_OPTIONS[place.question.kind],
        fields=form,
        inside=[(f"{at}-{one.key}", one, KIND_OPTIONS[one.kind].name) for one in place.question.questions],
        known=known,
        parts=[describe_condition(part, known) for part in parts],
        any_is_enough=conditions.is_any(place.question.asked_when),
        steps=[step for step in eform.steps if step.key != place.step.key],
        is_last=place.index == len(place.siblings) - 1,
    )


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def change_kind(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Ask the same for another sort of answer."""
    draft, refusal = draft_or_404(code), ""
    place = place_or_404(draft, at)
    if request.method == "POST":
        wanted = _kind(str(request.POST.get("kind", "")), inside_group=bool(place.group))
        try:
            apply_change(request, draft, partial(questions.change_kind, at=at, kind=wanted))
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The sort was changed. Look through its settings."))
            return redirect(editor_url("question", code, at))
    draft = draft_or_404(code)
    shown: dict[str, Any] = {
        "draft": draft,
        "families": kind_families(inside_group=bool(place.group)),
        "at": at,
        "question": place.question,
    }
    status = 422 if refusal else 200
    title = _("Another sort of answer")
    return render_page(request, "gallery.html", title=title, form=draft.form, refusal=refusal, status=status, **shown)


@form_permission_required("change")
@require_POST
def duplicate(request: EditorRequest, code: str, at: str) -> HttpResponse:
    told = _("The copy stands below the question.")
    what = partial(questions.duplicate, at=at)
    return apply_and_redirect(request, code, what, to=f"{editor_url('outline', code)}#question-{at}", told=told)


@form_permission_required("change")
@require_POST
def move_to_step(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Move a question to another step."""
    what = partial(questions.move_to_step, at=at, step=str(request.POST.get("step", "")))
    told = _("The question was moved.")
    return apply_and_redirect(request, code, what, to=f"{editor_url('outline', code)}#question-{at}", told=told)


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def remove(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Ask once more, then take a question away."""
    draft = draft_or_404(code)
    place, refusal = place_or_404(draft, at), ""
    back = editor_url("question", code, at)
    if request.method == "POST":
        try:
            apply_change(request, draft, partial(questions.remove, at=at))
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The question was removed. “Undo” brings it back."))
            group = place.group
            return redirect(editor_url("question", code, group.key) if group else editor_url("outline", code))
    draft = draft_or_404(code)
    return render_page(
        request,
        "confirm.html",
        title=_("Remove the question"),
        form=draft.form,
        draft=draft,
        refusal=refusal,
        status=422 if refusal else 200,
        question=_("The question “%s” goes away.") % place.question.label,
        things=[one.label for one in place.question.questions],
        action=_("Remove the question"),
        back=back,
    )
