"""Questions: choosing the kind, editing, moving, copying, removing."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vikno.eforms.changes import conditions, questions
from vikno.eforms.definition import OUTSIDE_GROUPS, Question, QuestionKind, Step
from vikno.eforms.models import FormVersion
from vikno.eforms.references import describe_condition
from vikno.form_editor.access import draft_or_404, form_permission_required, position_or_404, step_or_404
from vikno.form_editor.pages import apply_change, editor_url, render_page, save_form
from vikno.form_editor.question_form import QuestionSettingsForm
from vikno.form_editor.question_kinds import KIND_OPTIONS, kind_families
from vikno.form_editor.views.outline import apply_and_redirect
from vikno.kernel.errors import Refused
from vikno.web.editor_access import EditorRequest


def target_step(draft: FormVersion, into: str) -> tuple[Step, str]:
    """Return the step and the group (or "") of a new question. `into` is the key of a step, or `group-` and a question."""
    if into.startswith("group-"):
        at = into.removeprefix("group-")
        return position_or_404(draft, at).step, at
    return step_or_404(draft, into), ""


@form_permission_required("change")
@require_safe
def choose_kind(request: EditorRequest, code: str, into: str) -> HttpResponse:
    """Show the gallery of question kinds."""
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
            lambda eform: questions.add(
                eform,
                step=step.key,
                group=group,
                question=Question(**{"key": "", "kind": blank.kind, **form.question_attributes()}),
            ),
        )
        if version is not None:
            messages.success(request, _("The question was added."))
            changed_step = version.eform.step(step.key)
            assert changed_step is not None
            key = changed_step.questions[-1].key
            # The editor goes on in the group; a new group is still empty.
            if group or blank.kind == QuestionKind.GROUP:
                return redirect(editor_url("question", code, group or key))
            return redirect(f"{editor_url('outline', code)}#question-{key}")
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


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def edit(request: EditorRequest, code: str, at: str) -> HttpResponse:
    draft = draft_or_404(code)
    form = QuestionSettingsForm(request.POST or None, question=position_or_404(draft, at).question)
    if request.method == "POST" and save_form(
        request, draft, form, lambda eform: questions.change_fields(eform, at=at, **form.question_attributes())
    ):
        messages.success(request, _("Saved."))
        return redirect(editor_url("question", code, at))
    return render_question(request, code, at, form, status=422 if form.errors else 200)


def render_question(
    request: EditorRequest, code: str, at: str, form: QuestionSettingsForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    draft = draft_or_404(code)
    place, eform = position_or_404(draft, at), draft.eform
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
        inside=[
            (f"{at}-{question.key}", question, KIND_OPTIONS[question.kind].name)
            for question in place.question.questions
        ],
        known=known,
        parts=[describe_condition(part, known) for part in parts],
        any_is_enough=conditions.is_any(place.question.asked_when),
        steps=[step for step in eform.steps if step.key != place.step.key],
        is_last=place.index == len(place.siblings) - 1,
    )


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def change_kind(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Change the kind of a question."""
    draft, refusal = draft_or_404(code), ""
    place = position_or_404(draft, at)
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
    return apply_and_redirect(
        request,
        code,
        partial(questions.duplicate, at=at),
        to=f"{editor_url('outline', code)}#question-{at}",
        note=_("The copy stands below the question."),
    )


@form_permission_required("change")
@require_POST
def move_to_step(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Move a question to another step."""
    return apply_and_redirect(
        request,
        code,
        partial(questions.move_to_step, at=at, step=str(request.POST.get("step", ""))),
        to=f"{editor_url('outline', code)}#question-{at}",
        note=_("The question was moved."),
    )


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def remove(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Ask for confirmation, then remove a question."""
    draft = draft_or_404(code)
    place, refusal = position_or_404(draft, at), ""
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
        things=[question.label for question in place.question.questions],
        action=_("Remove the question"),
        back=back,
    )
