"""Access to the editor of e-forms, and loading of the rows and form parts that a request names."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from vikno.eforms.changes.positions import FormPartMissing, QuestionPosition, position_of
from vikno.eforms.changes.rules import rule_of
from vikno.eforms.definition import FormRule, Question, Step
from vikno.eforms.models import EForm, FormVersion
from vikno.web.view_type import View


def form_permission_required(act: str) -> Callable[[View], View]:
    """Let only people with this right over forms in: view, add, change or publish."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(f"eforms.{act}_eform"):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded_view

    return guard


def form_or_404(code: str) -> EForm:
    return get_object_or_404(EForm, code=code)


def draft_or_404(code: str) -> FormVersion:
    """Return the draft of a form; 404 where there is none."""
    drafts = FormVersion.objects.filter(form__code=code, status="draft").select_related("form", "edited_by")
    return get_object_or_404(drafts)


def draft_or_newest_version(form: EForm) -> FormVersion:
    return form.draft_version or form.versions.order_by("-number")[0]


def version_or_404(form: EForm, number: str) -> FormVersion:
    """Return the version with this number, as an address names it; 404 where there is none."""
    version = form.versions.filter(number=int(number)).first() if number.isdecimal() and len(number) < 6 else None
    if version is None:
        raise Http404
    return version


def step_or_404(draft: FormVersion, key: str) -> Step:
    step = draft.eform.step(key)
    if step is None:
        raise Http404
    return step


def position_or_404(draft: FormVersion, at: str) -> QuestionPosition:
    """Return the position of a question, by `key` or `group-key`; 404 where there is none (any more)."""
    try:
        return position_of(draft.eform, at)
    except FormPartMissing:
        raise Http404 from None


def rule_or_404(draft: FormVersion, number: int) -> FormRule:
    """Return a rule by its number, from 1; 404 where there is none (any more)."""
    try:
        return rule_of(draft.eform, number)
    except FormPartMissing:
        raise Http404 from None


def answered_question_or_404(known: Sequence[Question], key: str) -> Question:
    """Return the question among those that a condition can look at; 404 for any other."""
    question = next((question for question in known if question.key == key), None)
    if question is None:
        raise Http404
    return question
