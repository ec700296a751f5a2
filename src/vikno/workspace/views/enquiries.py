"""What people wrote to the centre: the list, one enquiry, and what is done with it."""

import uuid
from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.applications.access import post_among
from vikno.centres.models import Officer
from vikno.enquiries import operations
from vikno.enquiries.models import Enquiry
from vikno.enquiries.queries import cleared_answer, way_of
from vikno.kernel.errors import Refused
from vikno.web.problems import Problem, from_form
from vikno.workspace.access import Staff, StaffRequest, officer_required, staff_required
from vikno.workspace.enquiry_forms import AnswerForm, CloseForm, PassOnForm, QuestionForm
from vikno.workspace.enquiry_list import enquiries_page, urgency_of
from vikno.workspace.sights import enquiry_seen, list_seen

LIST = "workspace_enquiries"
# Forms by their names in the page.
Typed = Mapping[str, forms.Form]
NOTHING: Typed = {}


@require_safe
@staff_required
def enquiries(request: StaffRequest) -> HttpResponse:
    at = timezone.now()
    listing = enquiries_page(request.staff, request.GET, at=at)
    request.session[LIST] = listing.query
    list_seen(staff=request.staff, at=at, detail={"list": "enquiries", **listing.chosen})
    return render(request, "workspace/enquiries.html", {"section": "enquiries", "listing": listing})


def _enquiry_of(staff: Staff, uid: uuid.UUID) -> Enquiry:
    """Return the enquiry with what its page shows. One of another centre is 404: nobody learns that it exists."""
    shown = ("service__card", "centre", "officer__person", "person")
    return get_object_or_404(staff.enquiries().select_related(*shown), uid=uid)


@require_safe
@staff_required
def enquiry(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _enquiry_of(request.staff, uid))


def _page(request: StaffRequest, found: Enquiry, *, refusal: str = "", typed: Typed = NOTHING) -> HttpResponse:
    """Show the enquiry; after a refusal with the reason, and what was typed in the form."""
    at = timezone.now()
    enquiry_seen(enquiry=found, staff=request.staff, at=at)
    today = found.centre.today(at)
    problems = [Problem(at="", message=refusal)] if refusal else []
    for form in typed.values():
        problems += from_form(form)
    offered: dict[str, forms.Form] = {
        "answer_form": AnswerForm(enquiry=found),
        "pass_form": PassOnForm(),
        "close_form": CloseForm(),
        "question_form": QuestionForm(answer=cleared_answer(found)),
    }
    context = {
        "section": "enquiries",
        "enquiry": found,
        "post": post_among(request.staff.posts, found.centre),
        "urgency": urgency_of(found, today),
        "today": today,
        "moments": way_of(found, for_staff=True),
        "list_query": request.session.get(LIST, ""),
        "problems": problems,
        "refusal": refusal,
        "typed": set(typed),
        **offered,
        **typed,
    }
    return render(request, "workspace/enquiry.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@officer_required
def take(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _act(
        request, uid, "take_form", lambda found: forms.Form(request.POST), operations.take, _("It is Yours now.")
    )


@require_http_methods(["GET", "POST"])
@officer_required
def answer(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    said = _("The answer is given.")
    return _act(
        request, uid, "answer_form", lambda found: AnswerForm(request.POST, enquiry=found), operations.answer, said
    )


@require_http_methods(["GET", "POST"])
@officer_required
def pass_on(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    said = _("The enquiry is passed on.")
    return _act(request, uid, "pass_form", lambda found: PassOnForm(request.POST), operations.pass_on, said)


@require_http_methods(["GET", "POST"])
@officer_required
def close(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    said = _("The enquiry is closed.")
    return _act(request, uid, "close_form", lambda found: CloseForm(request.POST), operations.close, said)


@require_http_methods(["GET", "POST"])
@officer_required
def draft_question(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Offer the answer to everybody: as a draft, which editors word and publish."""
    said = _("The draft is made. Editors will word it and publish it.")
    return _act(
        request, uid, "question_form", lambda found: QuestionForm(request.POST), operations.draft_question, said
    )


def _act(
    request: StaffRequest,
    uid: uuid.UUID,
    name: str,
    form_for: Callable[[Enquiry], forms.Form],
    operation: Callable[..., object],
    said: str,
) -> HttpResponse:
    """Do what a form of the page asks. Opened as a page (after signing in again), it leads to the enquiry."""
    found, post = _acting(request, uid)
    if request.method == "GET":
        return redirect("workspace:enquiry", uid)
    form = form_for(found)
    if not form.is_valid():
        return _page(request, found, typed={name: form})
    try:
        operation(enquiry=found, officer=post, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        # A colleague may have changed it: what is shown is how it stands now.
        return _page(request, _enquiry_of(request.staff, uid), refusal=str(refused), typed={name: form})
    messages.success(request, said)
    return redirect("workspace:enquiry", uid)


def _acting(request: StaffRequest, uid: uuid.UUID) -> tuple[Enquiry, Officer]:
    """Return the enquiry, and the post in which this person works on it."""
    found = _enquiry_of(request.staff, uid)
    post = post_among(request.staff.posts, found.centre)
    if post is None:
        raise Http404
    return found, post
