"""The parts of a condition: of a question (when it is asked), or of a rule (when answers are refused)."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vikno.eforms.changes import conditions, questions, rules
from vikno.eforms.definition import Condition, FormDefinition, Question
from vikno.eforms.models import FormVersion
from vikno.eforms.references import shorten
from vikno.form_editor.access import (
    answered_question_or_404,
    draft_or_404,
    form_permission_required,
    position_or_404,
    rule_or_404,
)
from vikno.form_editor.condition_form import ConditionPartForm
from vikno.form_editor.forms import RuleForm
from vikno.form_editor.pages import apply_change, editor_url, render_page, save_form
from vikno.form_editor.question_form import QuestionSettingsForm
from vikno.form_editor.views.questions import render_question
from vikno.form_editor.views.rules import render_rule
from vikno.kernel.errors import Refused
from vikno.web.editor_access import EditorRequest


@dataclass(frozen=True, kw_only=True)
class ConditionTarget(ABC):
    """The question or the rule whose condition is edited.

    `known` are the questions that the condition can look at; `address` is the page of the target, `parts_address` the
    place on it where the condition stands.
    """

    title: str
    lead: str
    known: tuple[Question, ...]
    has_parts: bool
    address: str
    parts_address: str

    @abstractmethod
    def add_part(self, form: FormDefinition, part: Condition, any_is_enough: bool | None) -> FormDefinition: ...

    @abstractmethod
    def remove_part(self, form: FormDefinition, part: int) -> FormDefinition: ...

    @abstractmethod
    def change_join(self, form: FormDefinition, any_is_enough: bool) -> FormDefinition: ...

    @abstractmethod
    def render_refusal(self, request: EditorRequest, draft: FormVersion, refusal: str) -> HttpResponse: ...


@dataclass(frozen=True, kw_only=True)
class QuestionTarget(ConditionTarget):
    at: str

    @classmethod
    def load(cls, draft: FormVersion, at: str) -> "QuestionTarget":
        question = position_or_404(draft, at).question
        address = editor_url("question", draft.form.code, at)
        return cls(
            title=_("When to ask “%s”") % shorten(question.label),
            lead=_("Ask “%s” only when this is true of the answer to:") % shorten(question.label),
            known=questions.earlier_questions(draft.eform, at),
            has_parts=question.asked_when is not None,
            address=address,
            parts_address=f"{address}#when",
            at=at,
        )

    def add_part(self, form: FormDefinition, part: Condition, any_is_enough: bool | None) -> FormDefinition:
        return conditions.add_part(form, at=self.at, part=part, any_is_enough=any_is_enough)

    def remove_part(self, form: FormDefinition, part: int) -> FormDefinition:
        return conditions.remove_part(form, at=self.at, number=part)

    def change_join(self, form: FormDefinition, any_is_enough: bool) -> FormDefinition:
        return conditions.change_join(form, at=self.at, any_is_enough=any_is_enough)

    def render_refusal(self, request: EditorRequest, draft: FormVersion, refusal: str) -> HttpResponse:
        form = QuestionSettingsForm(question=position_or_404(draft, self.at).question)
        return render_question(request, draft.form.code, self.at, form, status=422, refusal=refusal)


@dataclass(frozen=True, kw_only=True)
class RuleTarget(ConditionTarget):
    number: int

    @classmethod
    def load(cls, draft: FormVersion, number: int) -> "RuleTarget":
        rule = rule_or_404(draft, number)
        address = editor_url("rule", draft.form.code, number)
        return cls(
            title=_("Rule %d: one more condition") % number,
            lead=_("“%s” – say it when this is true of the answer to:") % shorten(rule.message),
            known=draft.eform.questions_with_answers,
            has_parts=True,
            address=address,
            parts_address=address,
            number=number,
        )

    def add_part(self, form: FormDefinition, part: Condition, any_is_enough: bool | None) -> FormDefinition:
        return rules.add_part(form, number=self.number, part=part, any_is_enough=any_is_enough)

    def remove_part(self, form: FormDefinition, part: int) -> FormDefinition:
        return rules.remove_part(form, number=self.number, part=part)

    def change_join(self, form: FormDefinition, any_is_enough: bool) -> FormDefinition:
        return rules.change_join(form, number=self.number, any_is_enough=any_is_enough)

    def render_refusal(self, request: EditorRequest, draft: FormVersion, refusal: str) -> HttpResponse:
        rule = rule_or_404(draft, self.number)
        form = RuleForm(eform=draft.eform, initial={"message": rule.message, "at": rule.at})
        return render_rule(request, draft.form.code, self.number, form, status=422, refusal=refusal)


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def add_question_condition(request: EditorRequest, code: str, at: str) -> HttpResponse:
    draft = draft_or_404(code)
    return _add_part(request, draft, QuestionTarget.load(draft, at))


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def add_rule_condition(request: EditorRequest, code: str, number: int) -> HttpResponse:
    draft = draft_or_404(code)
    return _add_part(request, draft, RuleTarget.load(draft, number))


@form_permission_required("change")
@require_POST
def change_question_condition(request: EditorRequest, code: str, at: str) -> HttpResponse:
    """Remove a part of the condition of a question, or change how the parts are joined."""
    draft = draft_or_404(code)
    return _change_parts(request, draft, QuestionTarget.load(draft, at))


@form_permission_required("change")
@require_POST
def change_rule_condition(request: EditorRequest, code: str, number: int) -> HttpResponse:
    """Remove a part of the condition of a rule, or change how the parts are joined."""
    draft = draft_or_404(code)
    return _change_parts(request, draft, RuleTarget.load(draft, number))


def _add_part(request: EditorRequest, draft: FormVersion, target: ConditionTarget) -> HttpResponse:
    looked_at = answered_question_or_404(target.known, request.GET.get("question", ""))
    form = ConditionPartForm(request.POST or None, question=looked_at, others=target.known, has_parts=target.has_parts)
    if request.method == "POST" and save_form(
        request, draft, form, lambda eform: target.add_part(eform, form.part(), form.any_is_enough)
    ):
        messages.success(request, _("The condition was added."))
        return redirect(target.parts_address)
    return render_page(
        request,
        "condition.html",
        title=target.title,
        form=draft.form,
        draft=draft_or_404(draft.form.code),
        status=422 if form.errors else 200,
        fields=form,
        looked_at=looked_at,
        lead=target.lead,
        action=_("Add the condition"),
        back=target.address,
    )


def _change_parts(request: EditorRequest, draft: FormVersion, target: ConditionTarget) -> HttpResponse:
    part = str(request.POST.get("take", ""))
    any_is_enough = request.POST.get("join") == "any"
    try:
        if part.isdecimal() and len(part) < 4:
            apply_change(request, draft, lambda eform: target.remove_part(eform, int(part)))
        else:
            apply_change(request, draft, lambda eform: target.change_join(eform, any_is_enough))
    except Refused as refused:
        return target.render_refusal(request, draft, str(refused))
    return redirect(target.parts_address)
