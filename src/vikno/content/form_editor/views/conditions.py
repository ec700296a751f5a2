"""When a question is asked, and which answers do not go together."""

from collections.abc import Callable, Sequence
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vikno.content.form_editor.access import EditorRequest, draft_of, may
from vikno.content.form_editor.condition_form import PartForm
from vikno.content.form_editor.forms import CompareForm, RuleAroundForm, RuleForm, comparable
from vikno.content.form_editor.pages import address, change, page, saved
from vikno.content.form_editor.question_form import QuestionForm
from vikno.content.form_editor.views.outline import pressed
from vikno.content.form_editor.views.questions import question_page, where
from vikno.eforms.definition import Question, Rule
from vikno.eforms.editing import Change, conditions, questions, rules
from vikno.eforms.editing.places import NotThere
from vikno.eforms.models import FormVersion
from vikno.eforms.references import in_words, short
from vikno.kernel.errors import Refused


def chosen(request: EditorRequest, known: Sequence[Question]) -> Question:
    """Return the question that a comparison is about; 404 for one that cannot be looked at."""
    key = request.GET.get("question", "")
    found = next((question for question in known if question.key == key), None)
    if found is None:
        raise Http404
    return found


@may("change")
@require_http_methods(["GET", "POST"])
def when(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Add a part to the condition of a question."""
    draft = draft_of(code)
    target, known = where(draft, at).question, questions.before(draft.eform, at)
    looked_at = chosen(request, known)
    form = PartForm(
        request.POST or None, question=looked_at, others=known, has_parts=bool(conditions.parts_of(target.asked_when))
    )
    if request.method == "POST" and saved(
        request,
        draft,
        form,
        lambda: partial(conditions.add, at=at, part=form.part(), any_is_enough=form.any_is_enough),
    ):
        messages.success(request, _("The condition was added."))
        return redirect(f"{address('question', code, at)}#when")
    return page(
        request,
        "condition.html",
        title=_("When to ask “%s”") % short(target.label),
        form=draft.form,
        draft=draft_of(code),
        status=422 if form.errors else 200,
        fields=form,
        looked_at=looked_at,
        lead=_("Ask “%s” only when this is true of the answer to:") % short(target.label),
        action=_("Add the condition"),
        back=address("question", code, at),
    )


@may("change")
@require_POST
def settle(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Take a part of a condition away, or say how the parts are joined."""
    draft = draft_of(code)
    place = where(draft, at)
    try:
        what = _settling(
            request,
            take=lambda number: partial(conditions.take, at=at, number=number),
            join=lambda any_is_enough: partial(conditions.join, at=at, any_is_enough=any_is_enough),
        )
        change(request, draft, what)
    except Refused as refused:
        form = QuestionForm(question=place.question)
        return question_page(request, code, at, form, status=422, refusal=str(refused))
    return redirect(f"{address('question', code, at)}#when")


def _settling(request: EditorRequest, *, take: Callable[[int], Change], join: Callable[[bool], Change]) -> Change:
    part = str(request.POST.get("take", ""))
    if part.isdecimal() and len(part) < 4:
        return take(int(part))
    return join(request.POST.get("join") == "any")


# Rules.


@may("change")
@require_http_methods(["GET", "POST"])
def compare(request: EditorRequest, code: str) -> HttpResponse:
    """A new rule between two answers."""
    draft = draft_of(code)
    form = CompareForm(request.POST or None, eform=draft.eform)
    if request.method == "POST" and saved(request, draft, form, lambda: partial(rules.add, **form.rule())):
        messages.success(request, _("The rule was added."))
        return redirect(f"{address('outline', code)}#rules")
    return page(
        request,
        "rule_new.html",
        title=_("New rule between answers"),
        form=draft.form,
        draft=draft_of(code),
        status=422 if form.errors else 200,
        fields=form,
        can_compare=len(comparable(draft.eform)) > 1,
        known=[one for one in draft.eform.questions if one.has_answer],
        back=address("outline", code),
    )


@may("change")
@require_http_methods(["GET", "POST"])
def refuse_when(request: EditorRequest, code: str) -> HttpResponse:
    """A new rule about the answer to one question."""
    draft = draft_of(code)
    known = [one for one in draft.eform.questions if one.has_answer]
    looked_at = chosen(request, known)
    part = PartForm(request.POST or None, question=looked_at, others=known)
    form = RuleAroundForm(request.POST or None, eform=draft.eform, initial={"at": looked_at.key})
    is_filled = request.method == "POST" and part.is_valid()
    if is_filled and saved(request, draft, form, lambda: partial(rules.add, **form.rule(part.part()))):
        messages.success(request, _("The rule was added."))
        return redirect(f"{address('outline', code)}#rules")
    return page(
        request,
        "condition.html",
        title=_("New rule"),
        form=draft.form,
        draft=draft_of(code),
        status=422 if form.errors or part.errors else 200,
        fields=part,
        more=form,
        looked_at=looked_at,
        lead=_("Do not take the application when this is true of the answer to:"),
        action=_("Add the rule"),
        back=address("outline", code),
    )


def _rule(draft: FormVersion, number: int) -> Rule:
    try:
        return rules.rule_of(draft.eform, number)
    except NotThere:
        raise Http404 from None


@may("change")
@require_http_methods(["GET", "POST"])
def rule(request: EditorRequest, code: str, number: int) -> HttpResponse:
    draft = draft_of(code)
    found = _rule(draft, number)
    form = RuleForm(request.POST or None, eform=draft.eform, initial={"message": found.message, "at": found.at})
    if request.method == "POST" and saved(
        request, draft, form, lambda: partial(rules.reword, number=number, **form.said())
    ):
        messages.success(request, _("Saved."))
        return redirect(f"{address('outline', code)}#rules")
    return rule_page(request, code, number, form, status=422 if form.errors else 200)


def rule_page(
    request: EditorRequest, code: str, number: int, form: RuleForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    draft = draft_of(code)
    found, known = _rule(draft, number), tuple(one for one in draft.eform.questions if one.has_answer)
    return page(
        request,
        "rule.html",
        title=_("Rule %d") % number,
        form=draft.form,
        draft=draft,
        status=status,
        refusal=refusal,
        fields=form,
        number=number,
        known=known,
        parts=[in_words(part, known) for part in conditions.parts_of(found.refused_when)],
        any_is_enough=conditions.is_any(found.refused_when),
        back=address("outline", code),
    )


@may("change")
@require_http_methods(["GET", "POST"])
def rule_when(request: EditorRequest, code: str, number: int) -> HttpResponse:
    """Add a part to the condition of a rule."""
    draft = draft_of(code)
    found = _rule(draft, number)
    known = [one for one in draft.eform.questions if one.has_answer]
    looked_at = chosen(request, known)
    form = PartForm(request.POST or None, question=looked_at, others=known, has_parts=True)
    if request.method == "POST" and saved(
        request,
        draft,
        form,
        lambda: partial(rules.add_part, number=number, part=form.part(), any_is_enough=form.any_is_enough),
    ):
        messages.success(request, _("The condition was added."))
        return redirect(address("rule", code, number))
    return page(
        request,
        "condition.html",
        title=_("Rule %d: one more condition") % number,
        form=draft.form,
        draft=draft_of(code),
        status=422 if form.errors else 200,
        fields=form,
        looked_at=looked_at,
        lead=_("“%s” – say it when this is true of the answer to:") % short(found.message),
        action=_("Add the condition"),
        back=address("rule", code, number),
    )


@may("change")
@require_POST
def rule_settle(request: EditorRequest, code: str, number: int) -> HttpResponse:
    """Take a part of a rule away, or say how its parts are joined."""
    draft = draft_of(code)
    found = _rule(draft, number)
    try:
        what = _settling(
            request,
            take=lambda part: partial(rules.take_part, number=number, part=part),
            join=lambda any_is_enough: partial(rules.join, number=number, any_is_enough=any_is_enough),
        )
        change(request, draft, what)
    except Refused as refused:
        form = RuleForm(eform=draft.eform, initial={"message": found.message, "at": found.at})
        return rule_page(request, code, number, form, status=422, refusal=str(refused))
    return redirect(address("rule", code, number))


@may("change")
@require_http_methods(["GET", "POST"])
def rule_remove(request: EditorRequest, code: str, number: int) -> HttpResponse:
    """Ask once more, then take a rule away."""
    draft = draft_of(code)
    found = _rule(draft, number)
    if request.method == "POST":
        told = _("The rule was removed. “Undo” brings it back.")
        return pressed(request, code, partial(rules.remove, number=number), to=address("outline", code), told=told)
    return page(
        request,
        "confirm.html",
        title=_("Remove the rule"),
        form=draft.form,
        draft=draft,
        question=_("From now on this is not said to anybody: “%s”") % found.message,
        action=_("Remove the rule"),
        back=address("rule", code, number),
    )
