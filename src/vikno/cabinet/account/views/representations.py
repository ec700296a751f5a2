"""Views of the representations of a person: children, people by power of attorney, legal entities by their key."""

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
DATE_FIELDS = ("born_on", "until")


@resident_required
@require_safe
def representation_list(request: ResidentRequest) -> HttpResponse:
    """List the current representations."""
    page = {
        "section": "cabinet",
        "current": Representation.objects.of(request.user).current(timezone.localdate()).order_by("pk"),
        "service": request.GET.get("service", ""),
    }
    return render(request, "cabinet/account/representations.html", page)


@resident_required
@require_http_methods(["GET", "POST"])
def add_representation(request: ResidentRequest, kind: str) -> HttpResponse:
    """Ask for the represented person and the document; by POST check and declare the representation."""
    if kind not in DECLARABLE_KINDS:
        raise Http404
    if request.method != "POST":
        return _form_page(request, kind, answers={})
    at = timezone.now()
    checked = check_answers(representation_questions(kind), request.POST, today=timezone.localdate(at))
    if checked.problems:
        return _form_page(request, kind, answers=checked.answers, problems=checked.problems)
    details = {
        key: (datetime.date.fromisoformat(value) if value else None) if key in DATE_FIELDS else value or ""
        for key, value in checked.answers.items()
    }
    try:
        representation = operations.declare_representation(person=request.user, kind=kind, details=details, at=at)
    except Refused as refused:
        problems = [AnswerProblem(input_id="born_on", message=str(refused))]
        return _form_page(request, kind, answers=checked.answers, problems=problems)
    messages.success(request, _("Saved. You can now apply for them: choose it when you begin."))
    service = request.POST.get("service", "")
    if service:
        return redirect(f"{reverse('cabinet:start', args=[service])}?{urlencode({'for': str(representation.uid)})}")
    return redirect("cabinet:representations")


@resident_required
@require_POST
def end_representation(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """End a representation."""
    representation = get_object_or_404(Representation.objects.of(request.user), uid=uid)
    operations.end_representation(representation=representation, at=timezone.now())
    messages.success(request, _("Removed. What you have sent for them stays as it is."))
    return redirect("cabinet:representations")


def representation_questions(kind: str) -> tuple[Question, ...]:
    """Return the questions about the represented person. The keys are fields of a representation."""
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
