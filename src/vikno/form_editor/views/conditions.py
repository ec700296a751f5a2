"""When a question is asked, and which answers do not go together."""

from collections.abc import Callable, Sequence
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vikno.eforms.changes import DefinitionChange, conditions, questions, rules
from vikno.eforms.changes.positions import FormPartMissing
from vikno.eforms.definition import FormRule, Question
from vikno.eforms.models import FormVersion
from vikno.eforms.references import describe_condition, shorten
from vikno.form_editor.access import draft_or_404, form_permission_required
from vikno.form_editor.condition_form import ConditionPartForm
from vikno.form_editor.forms import ComparisonRuleForm, ConditionRuleForm, RuleForm, comparable_questions
from vikno.form_editor.pages import apply_change, editor_url, render_page, save_form
from vikno.form_editor.question_form import QuestionSettingsForm
from vikno.form_editor.views.outline import apply_and_redirect
from vikno.form_editor.views.questions import place_or_404, render_question
from vikno.kernel.errors import Refused
from vikno.web.editor_access import EditorRequest


def chosen_question(request: EditorRequest, known: Sequence[Question]) -> Question:
    """Return the question that a comparison is about; 404 for one that cannot be looked at."""
    key = request.GET.get("question", "")
    found = next((question for question in known if question.key == key), None)
    if found is None:
        raise Http404
    return found


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def add_question_condition(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Add a part to the condition of a question."""
    draft = draft_or_404(code)
    target, known = place_or_404(draft, at).question, questions.earlier_questions(draft.eform, at)
    looked_at = chosen_question(request, known)
    form = ConditionPartForm(
        request.POST or None,
        question=looked_at,
        others=known,
        has_parts=bool(conditions.condition_parts(target.asked_when)),
    )
    if request.method == "POST" and save_form(
        request,
        draft,
        form,
        lambda: partial(conditions.add_part, at=at, part=form.part(), any_is_enough=form.any_is_enough),
    ):
        messages.success(request, _("The condition was added."))
        return redirect(f"{editor_url('question', code, at)}#when")
    return render_page(
        request,
        "condition.html",
        title=_("When to ask “%s”") % shorten(target.label),
        form=draft.form,
        draft=draft_or_404(code),
        status=422 if form.errors else 200,
        fields=form,
        looked_at=looked_at,
        lead=_("Ask “%s” only when this is true of the answer to:") % shorten(target.label),
        action=_("Add the condition"),
        back=editor_url("question", code, at),
    )


@form_permission_required("change")
@require_POST
def change_question_condition(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Take a part of a condition away, or say how the parts are joined."""
    draft = draft_or_404(code)
    place = place_or_404(draft, at)
    try:
        what = _settling(
            request,
            take=lambda number: partial(conditions.remove_part, at=at, number=number),
            join=lambda any_is_enough: partial(conditions.change_join, at=at, any_is_enough=any_is_enough),
        )
        apply_change(request, draft, what)
    except Refused as refused:
        form = QuestionSettingsForm(question=place.question)
        return render_question(request, code, at, form, status=422, refusal=str(refused))
    return redirect(f"{editor_url('question', code, at)}#when")


def _settling(
    request: EditorRequest, *, take: Callable[[int], DefinitionChange], join: Callable[[bool], DefinitionChange]
) -> DefinitionChange:
    part = str(request.POST.get("take", ""))
    if part.isdecimal() and len(part) < 4:
        return take(int(part))
    return join(request.POST.get("join") == "any")


# Rules.


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def add_comparison_rule(request: EditorRequest, code: str) -> HttpResponse:
    """A new rule between two answers."""
    draft = draft_or_404(code)
    form = ComparisonRuleForm(request.POST or None, eform=draft.eform)
    if request.method == "POST" and save_form(request, draft, form, lambda: partial(rules.add, **form.rule())):
        messages.success(request, _("The rule was added."))
        return redirect(f"{editor_url('outline', code)}#rules")
    return render_page(
        request,
        "rule_new.html",
        title=_("New rule between answers"),
        form=draft.form,
        draft=draft_or_404(code),
        status=422 if form.errors else 200,
        fields=form,
        can_compare=len(comparable_questions(draft.eform)) > 1,
        known=[one for one in draft.eform.questions if one.has_answer],
        back=editor_url("outline", code),
    )


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def add_condition_rule(request: EditorRequest, code: str) -> HttpResponse:
    """A new rule about the answer to one question."""
    draft = draft_or_404(code)
    known = [one for one in draft.eform.questions if one.has_answer]
    looked_at = chosen_question(request, known)
    part = ConditionPartForm(request.POST or None, question=looked_at, others=known)
    form = ConditionRuleForm(request.POST or None, eform=draft.eform, initial={"at": looked_at.key})
    is_filled = request.method == "POST" and part.is_valid()
    if is_filled and save_form(request, draft, form, lambda: partial(rules.add, **form.rule(part.part()))):
        messages.success(request, _("The rule was added."))
        return redirect(f"{editor_url('outline', code)}#rules")
    return render_page(
        request,
        "condition.html",
        title=_("New rule"),
        form=draft.form,
        draft=draft_or_404(code),
        status=422 if form.errors or part.errors else 200,
        fields=part,
        more=form,
        looked_at=looked_at,
        lead=_("Do not take the application when this is true of the answer to:"),
        action=_("Add the rule"),
        back=editor_url("outline", code),
    )


def _rule(draft: FormVersion, number: int) -> FormRule:
    try:
        return rules.rule_of(draft.eform, number)
    except FormPartMissing:
        raise Http404 from None


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def edit_rule(request: EditorRequest, code: str, number: int) -> HttpResponse:
    draft = draft_or_404(code)
    found = _rule(draft, number)
    form = RuleForm(request.POST or None, eform=draft.eform, initial={"message": found.message, "at": found.at})
    if request.method == "POST" and save_form(
        request, draft, form, lambda: partial(rules.reword, number=number, **form.rule_attributes())
    ):
        messages.success(request, _("Saved."))
        return redirect(f"{editor_url('outline', code)}#rules")
    return render_rule(request, code, number, form, status=422 if form.errors else 200)


def render_rule(
    request: EditorRequest, code: str, number: int, form: RuleForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    draft = draft_or_404(code)
    found, known = _rule(draft, number), tuple(one for one in draft.eform.questions if one.has_answer)
    return render_page(
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
        parts=[describe_condition(part, known) for part in conditions.condition_parts(found.refused_when)],
        any_is_enough=conditions.is_any(found.refused_when),
        back=editor_url("outline", code),
    )


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def add_rule_condition(request: EditorRequest, code: str, number: int) -> HttpResponse:
    """Add a part to the condition of a rule."""
    draft = draft_or_404(code)
    found = _rule(draft, number)
    known = [one for one in draft.eform.questions if one.has_answer]
    looked_at = chosen_question(request, known)
    form = ConditionPartForm(request.POST or None, question=looked_at, others=known, has_parts=True)
    if request.method == "POST" and save_form(
        request,
        draft,
        form,
        lambda: partial(rules.add_part, number=number, part=form.part(), any_is_enough=form.any_is_enough),
    ):
        messages.success(request, _("The condition was added."))
        return redirect(editor_url("rule", code, number))
    return render_page(
        request,
        "condition.html",
        title=_("Rule %d: one more condition") % number,
        form=draft.form,
        draft=draft_or_404(code),
        status=422 if form.errors else 200,
        fields=form,
        looked_at=looked_at,
        lead=_("“%s” – say it when this is true of the answer to:") % shorten(found.message),
        action=_("Add the condition"),
        back=editor_url("rule", code, number),
    )


@form_permission_required("change")
@require_POST
def change_rule_condition(request: EditorRequest, code: str, number: int) -> HttpResponse:
    """Take a part of a rule away, or say how its parts are joined."""
    draft = draft_or_404(code)
    found = _rule(draft, number)
    try:
        what = _settling(
            request,
            take=lambda part: partial(rules.remove_part, number=number, part=part),
            join=lambda any_is_enough: partial(rules.change_join, number=number, any_is_enough=any_is_enough),
        )
        apply_change(request, draft, what)
    except Refused as refused:
        form = RuleForm(eform=draft.eform, initial={"message": found.message, "at": found.at})
        return render_rule(request, code, number, form, status=422, refusal=str(refused))
    return redirect(editor_url("rule", code, number))


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def remove_rule(request: EditorRequest, code: str, number: int) -> HttpResponse:
    """Ask once more, then take a rule away."""
    draft = draft_or_404(code)
    found = _rule(draft, number)
    if request.method == "POST":
        told = _("The rule was removed. “Undo” brings it back.")
        return apply_and_redirect(
            request, code, partial(rules.remove, number=number), to=editor_url("outline", code), told=told
        )
    return render_page(
        request,
        "confirm.html",
        title=_("Remove the rule"),
        form=draft.form,
        draft=draft,
        question=_("From now on this is not said to anybody: “%s”") % found.message,
        action=_("Remove the rule"),
        back=editor_url("rule", code, number),
    )
