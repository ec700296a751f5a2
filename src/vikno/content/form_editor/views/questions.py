"""Questions: choosing the sort, wording, moving, copying, taking away."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vikno.content.form_editor.access import EditorRequest, draft_of, may
from vikno.content.form_editor.kinds import SORTS, families
from vikno.content.form_editor.pages import address, change, page, saved
from vikno.content.form_editor.question_form import QuestionForm
from vikno.content.form_editor.views.outline import pressed
from vikno.eforms.definition import OUTSIDE_GROUPS, Kind, Question, Step
from vikno.eforms.editing import conditions, questions
from vikno.eforms.editing.places import NotThere, Place, place_of
from vikno.eforms.models import FormVersion
from vikno.eforms.references import in_words
from vikno.kernel.errors import Refused


def where(draft: FormVersion, at: str) -> Place:
    """Return the place of a question; 404 where it is no more."""
    try:
        return place_of(draft.eform, at)
    except NotThere:
        raise Http404 from None


def home(draft: FormVersion, into: str) -> tuple[Step, str]:
    """Return the step that a new question goes into, and its group: `into` is a step, or `group-` and a question."""
    if into.startswith("group-"):
        at = into.removeprefix("group-")
        return where(draft, at).step, at
    step = draft.eform.step(into)
    if step is None:
        raise Http404
    return step, ""


@may("change")
@require_safe
def choose(request: EditorRequest, code: str, into: str) -> HttpResponse:
    """The gallery: which sort of question to add."""
    draft = draft_of(code)
    step, group = home(draft, into)
    shown: dict[str, Any] = {"draft": draft, "families": families(inside_group=bool(group)), "into": into, "step": step}
    return page(
        request, "gallery.html", title=_("New question"), form=draft.form, back=address("outline", code), **shown
    )


@may("change")
@require_http_methods(["GET", "POST"])
def add(request: EditorRequest, code: str, into: str, kind: str) -> HttpResponse:
    draft = draft_of(code)
    step, group = home(draft, into)
    blank = Question(key="", kind=_kind(kind, inside_group=bool(group)), label="")
    form = QuestionForm(request.POST or None, question=blank)
    if request.method == "POST":
        version = saved(
            request,
            draft,
            form,
            lambda: partial(
                questions.add,
                step=step.key,
                group=group,
                question=Question(**{"key": "", "kind": blank.kind, **form.said()}),
            ),
        )
        if version is not None:
            messages.success(request, _("The question was added."))
            return _after_adding(version, code, step.key, group, blank.kind)
    shown: dict[str, Any] = {"draft": draft_of(code), "fields": form, "sort": SORTS[blank.kind], "into": into}
    status = 422 if form.errors else 200
    return page(request, "question_new.html", title=_("New question"), form=draft.form, status=status, **shown)


def _kind(text: str, *, inside_group: bool) -> Kind:
    if text not in set(Kind) or (inside_group and text in OUTSIDE_GROUPS):
        raise Http404
    return Kind(text)


def _after_adding(version: FormVersion, code: str, step: str, group: str, kind: Kind) -> HttpResponse:
    """Go back to the outline; to the questions of a new group, which is still empty."""
    if group:
        return redirect(address("question", code, group))
    added = version.eform.step(step)
    assert added is not None
    key = added.questions[-1].key
    if kind == Kind.GROUP:
        return redirect(address("question", code, key))
    return redirect(f"{address('outline', code)}#question-{key}")


@may("change")
@require_http_methods(["GET", "POST"])
def edit(request: EditorRequest, code: str, at: str) -> HttpResponse:
    draft = draft_of(code)
    form = QuestionForm(request.POST or None, question=where(draft, at).question)
    if request.method == "POST" and saved(
        request, draft, form, lambda: partial(questions.change, at=at, **form.said())
    ):
        messages.success(request, _("Saved."))
        return redirect(address("question", code, at))
    return question_page(request, code, at, form, status=422 if form.errors else 200)


def question_page(
    request: EditorRequest, code: str, at: str, form: QuestionForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    draft = draft_of(code)
    place, eform = where(draft, at), draft.eform
    known = questions.before(eform, at)
    parts = conditions.parts_of(place.question.asked_when)
    return page(
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
        sort=SORTS[place.question.kind],
        fields=form,
        inside=[(f"{at}-{one.key}", one, SORTS[one.kind].name) for one in place.question.questions],
        known=known,
        parts=[in_words(part, known) for part in parts],
        any_is_enough=conditions.is_any(place.question.asked_when),
        steps=[step for step in eform.steps if step.key != place.step.key],
        is_last=place.index == len(place.siblings) - 1,
    )


@may("change")
@require_http_methods(["GET", "POST"])
def kind(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Ask the same for another sort of answer."""
    draft, refusal = draft_of(code), ""
    place = where(draft, at)
    if request.method == "POST":
        wanted = _kind(str(request.POST.get("kind", "")), inside_group=bool(place.group))
        try:
            change(request, draft, partial(questions.change_kind, at=at, kind=wanted))
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The sort was changed. Look through its settings."))
            return redirect(address("question", code, at))
    draft = draft_of(code)
    shown: dict[str, Any] = {
        "draft": draft,
        "families": families(inside_group=bool(place.group)),
        "at": at,
        "question": place.question,
    }
    status = 422 if refusal else 200
    title = _("Another sort of answer")
    return page(request, "gallery.html", title=title, form=draft.form, refusal=refusal, status=status, **shown)


@may("change")
@require_POST
def duplicate(request: EditorRequest, code: str, at: str) -> HttpResponse:
    told = _("The copy stands below the question.")
    what = partial(questions.duplicate, at=at)
    return pressed(request, code, what, to=f"{address('outline', code)}#question-{at}", told=told)


@may("change")
@require_POST
def move_to(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Move a question to another step."""
    what = partial(questions.move_to, at=at, step=str(request.POST.get("step", "")))
    told = _("The question was moved.")
    return pressed(request, code, what, to=f"{address('outline', code)}#question-{at}", told=told)


@may("change")
@require_http_methods(["GET", "POST"])
def remove(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Ask once more, then take a question away."""
    draft = draft_of(code)
    place, refusal = where(draft, at), ""
    back = address("question", code, at)
    if request.method == "POST":
        try:
            change(request, draft, partial(questions.remove, at=at))
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The question was removed. “Undo” brings it back."))
            group = place.group
            return redirect(address("question", code, group.key) if group else address("outline", code))
    draft = draft_of(code)
    return page(
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
