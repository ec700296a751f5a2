"""Views of the profile, whose data prefill e-forms, and of the language of letters."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vikno.cabinet.access import ResidentRequest, resident_required
from vikno.cabinet.account.forms import (
    check_profile,
    person_fields,
    profile_answers,
    profile_questions,
    unproved_questions,
)
from vikno.eforms.answer_display import answer_text
from vikno.eforms.validation import AnswerProblem
from vikno.people import operations
from vikno.web.eforms import controls


@resident_required
@require_http_methods(["GET", "POST"])
def edit_profile(request: ResidentRequest) -> HttpResponse:
    """Show what is known of the person; by POST check it and save it."""
    if request.method != "POST":
        return _profile_page(request, answers=profile_answers(request.user))
    at = timezone.now()
    checked = check_profile(request.user, request.POST, today=timezone.localdate(at))
    if checked.problems:
        return _profile_page(request, answers=checked.answers, problems=checked.problems, status=422)
    try:
        operations.update_profile(person=request.user, changes=person_fields(checked.answers), at=at)
    except operations.PersonNumberTaken as refused:
        problems = [AnswerProblem(input_id="rnokpp", message=str(refused))]
        return _profile_page(request, answers=checked.answers, problems=problems, status=422)
    messages.success(request, _("Saved. We will offer these answers in every form."))
    return redirect("cabinet:profile")


@resident_required
@require_POST
def choose_language(request: ResidentRequest) -> HttpResponse:
    """Set the language of letters. The language of pages is chosen at the top of each page."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        problems = [AnswerProblem(input_id="language", message=_("Choose a language."))]
        return _profile_page(request, answers=profile_answers(request.user), problems=problems, status=422)
    operations.set_language(person=request.user, language=chosen)
    messages.success(request, _("Saved. Our next letter will be in this language."))
    return redirect("cabinet:profile")


def _profile_page(
    request: ResidentRequest, *, answers: dict[str, Any], problems: list[AnswerProblem] | None = None, status: int = 200
) -> HttpResponse:
    questions = unproved_questions(request.user)
    person, known = request.user, request.user.profile()
    page = {
        "section": "cabinet",
        # For each proved field the label, the value in words, and its mark: the method and the date.
        "proved": [
            (str(question.label), answer_text(question, known[question.key]), person.proved[question.key])
            for question in profile_questions()
            if question.key in person.proved and question.key in known
        ],
        "controls": controls(questions, answers=answers, problems=problems or []),
        "problems": problems or [],
        "languages": settings.LANGUAGES,
        "language_problem": next((problem for problem in problems or [] if problem.input_id == "language"), None),
    }
    return render(request, "cabinet/account/profile.html", page, status=status)
