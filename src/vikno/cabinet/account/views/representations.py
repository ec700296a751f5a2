"""For whom a person acts: children, who gave a power of attorney, legal entities that gave them a key."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vikno.cabinet.access import ResidentRequest, resident_required
from vikno.cabinet.account.forms import NAME_MAX_LENGTH, check_answers
from vikno.eforms.definition import Question, QuestionKind
from vikno.eforms.validation import AnswerProblem
from vikno.kernel.errors import Refused
from vikno.people import operations
from vikno.people.models import Representation
from vikno.web.eforms import controls

DECLARABLE_KINDS = (Representation.RepresentationKind.CHILD, Representation.RepresentationKind.POWER)
GROUND_MAX_LENGTH = 200


@resident_required
@require_safe
def representation_list(request: ResidentRequest) -> HttpResponse:
    """List them, and lead on to adding one."""
    page = {
        "section": "cabinet",
        "current": Representation.objects.of(request.user).current(timezone.localdate()).order_by("pk"),
        "service": request.GET.get("service", ""),
    }
    return render(request, "cabinet/account/representations.html", page)


@resident_required
@require_http_methods(["GET", "POST"])
def add_representation(request: ResidentRequest, kind: str) -> HttpResponse:
    """Ask who it is and by which document, as the profile asks of oneself."""
    if kind not in DECLARABLE_KINDS:
        raise Http404
    if request.method == "POST":
        return _declare(request, kind)
    return _form_page(request, kind, answers={})


def _declare(request: ResidentRequest, kind: str) -> HttpResponse:
    at = timezone.now()
    checked = check_answers(representation_questions(kind), request.POST, today=timezone.localdate(at))
    if checked.problems:
        return _form_page(request, kind, answers=checked.answers, problems=checked.problems)
    try:
        made = operations.declare_representation(
            person=request.user, kind=kind, details=_details(checked.answers), at=at
        )
    except Refused as refused:
        problems = [AnswerProblem(input_id="born_on", message=str(refused))]
        return _form_page(request, kind, answers=checked.answers, problems=problems)
    messages.success(request, _("Saved. You can now apply for them: choose it when you begin."))
    service = request.POST.get("service", "")
    if service:
        return redirect(f"{reverse('cabinet:start', args=[service])}?{urlencode({'for': str(made.uid)})}")
    return redirect("cabinet:representations")


@resident_required
@require_POST
def end_representation(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Take one off the list."""
    found = get_object_or_404(Representation.objects.of(request.user), uid=uid)
    operations.end_representation(representation=found, at=timezone.now())
    messages.success(request, _("Removed. What you have sent for them stays as it is."))
    return redirect("cabinet:representations")


def representation_questions(kind: str) -> tuple[Question, ...]:
    """Return what is asked of whom one acts for. The keys are fields of a representation."""
    is_child = kind == Representation.RepresentationKind.CHILD
    ground_hint = (
        _("The certificate of birth: series and number. Of a guardian: the decision on guardianship.")
        if is_child
        else _("The power of attorney: number, date, who certified it.")
    )
    until = Question(key="until", kind=QuestionKind.DATE, label=_("Valid until"), least="today", required=False)
    return (
        Question(key="family_name", kind=QuestionKind.TEXT, label=_("Family name"), most=NAME_MAX_LENGTH),
        Question(key="given_name", kind=QuestionKind.TEXT, label=_("Given name"), most=NAME_MAX_LENGTH),
        Question(key="patronymic", kind=QuestionKind.TEXT, label=_("Patronymic"), required=False, most=NAME_MAX_LENGTH),
        Question(key="born_on", kind=QuestionKind.DATE, label=_("Date of birth"), required=is_child, most="today"),
        Question(key="rnokpp", kind=QuestionKind.RNOKPP, label=_("Taxpayer number (РНОКПП)"), required=False),
        Question(
            key="ground", kind=QuestionKind.TEXT, label=_("By which document"), hint=ground_hint, most=GROUND_MAX_LENGTH
        ),
        *(() if is_child else (until,)),
    )


def _details(answers: dict[str, Any]) -> dict[str, Any]:
    """Return checked answers as values of the fields."""
    details = {key: value or "" for key, value in answers.items()}
    for key in ("born_on", "until"):
        if key in details:
            details[key] = datetime.date.fromisoformat(details[key]) if details[key] else None
    return details


def _form_page(
    request: ResidentRequest, kind: str, *, answers: dict[str, Any], problems: list[AnswerProblem] | None = None
) -> HttpResponse:
    page = {
        "section": "cabinet",
        "is_child": kind == Representation.RepresentationKind.CHILD,
        "controls": controls(representation_questions(kind), answers=answers, problems=problems or []),
        "problems": problems or [],
        "service": request.POST.get("service") or request.GET.get("service", ""),
    }
    return render(request, "cabinet/account/representation_form.html", page, status=422 if problems else 200)
