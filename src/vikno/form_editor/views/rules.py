"""Rules: answers that are refused together, and the message that is shown then."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vikno.eforms.changes import conditions, rules
from vikno.eforms.references import describe_condition
from vikno.form_editor.access import answered_question_or_404, draft_or_404, form_permission_required, rule_or_404
from vikno.form_editor.condition_form import ConditionPartForm
from vikno.form_editor.forms import ComparisonRuleForm, ConditionRuleForm, RuleForm, comparable_questions
from vikno.form_editor.pages import editor_url, render_page, save_form
from vikno.form_editor.views.outline import apply_and_redirect
from vikno.web.editor_access import EditorRequest


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def add_comparison_rule(request: EditorRequest, code: str) -> HttpResponse:
    """Add a rule that compares two answers."""
    draft = draft_or_404(code)
    form = ComparisonRuleForm(request.POST or None, eform=draft.eform)
    if request.method == "POST" and save_form(request, draft, form, lambda eform: rules.add(eform, **form.rule())):
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
        known=draft.eform.questions_with_answers,
        back=editor_url("outline", code),
    )


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def add_condition_rule(request: EditorRequest, code: str) -> HttpResponse:
    """Add a rule about the answer to one question."""
    draft = draft_or_404(code)
    known = draft.eform.questions_with_answers
    looked_at = answered_question_or_404(known, request.GET.get("question", ""))
    part = ConditionPartForm(request.POST or None, question=looked_at, others=known)
    form = ConditionRuleForm(request.POST or None, eform=draft.eform, initial={"at": looked_at.key})
    is_filled = request.method == "POST" and part.is_valid()
    if is_filled and save_form(request, draft, form, lambda eform: rules.add(eform, **form.rule(part.part()))):
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


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def edit_rule(request: EditorRequest, code: str, number: int) -> HttpResponse:
    draft = draft_or_404(code)
    rule = rule_or_404(draft, number)
    form = RuleForm(request.POST or None, eform=draft.eform, initial={"message": rule.message, "at": rule.at})
    if request.method == "POST" and save_form(
        request, draft, form, lambda eform: rules.reword(eform, number=number, **form.rule_attributes())
    ):
        messages.success(request, _("Saved."))
        return redirect(f"{editor_url('outline', code)}#rules")
    return render_rule(request, code, number, form, status=422 if form.errors else 200)


def render_rule(
    request: EditorRequest, code: str, number: int, form: RuleForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    """Return the page of a rule, with the parts of its condition."""
    draft = draft_or_404(code)
    rule, known = rule_or_404(draft, number), draft.eform.questions_with_answers
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
        parts=[describe_condition(part, known) for part in conditions.condition_parts(rule.refused_when)],
        any_is_enough=conditions.is_any(rule.refused_when),
        back=editor_url("outline", code),
    )


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def remove_rule(request: EditorRequest, code: str, number: int) -> HttpResponse:
    """Ask for confirmation, then remove a rule."""
    draft = draft_or_404(code)
    rule = rule_or_404(draft, number)
    if request.method == "POST":
        return apply_and_redirect(
            request,
            code,
            lambda eform: rules.remove(eform, number=number),
            to=editor_url("outline", code),
            note=_("The rule was removed. “Undo” brings it back."),
        )
    return render_page(
        request,
        "confirm.html",
        title=_("Remove the rule"),
        form=draft.form,
        draft=draft,
        question=_("From now on this is not said to anybody: “%s”") % rule.message,
        action=_("Remove the rule"),
        back=editor_url("rule", code, number),
    )
