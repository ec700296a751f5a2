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
from vikno.enquiries.queries import anonymise_answer, enquiry_history
from vikno.kernel.errors import Refused
from vikno.web.problems import InputProblem, form_problems
from vikno.workspace.access import StaffMember, StaffRequest, officer_required, staff_required
from vikno.workspace.access_log import log_enquiry_view, log_list_view
from vikno.workspace.enquiries.forms import EnquiryAnswerForm, EnquiryCloseForm, EnquiryPassOnForm, QuestionDraftForm
from vikno.workspace.enquiries.list_page import enquiry_urgency, load_enquiry_list

LIST_QUERY_KEY = "workspace_enquiries"
# Forms by their names in the page.
TypedForms = Mapping[str, forms.Form]
NO_FORMS: TypedForms = {}


@require_safe
@staff_required
def enquiry_list(request: StaffRequest) -> HttpResponse:
    at = timezone.now()
    listing = load_enquiry_list(request.staff, request.GET, at=at)
    request.session[LIST_QUERY_KEY] = listing.query
    log_list_view(staff=request.staff, at=at, detail={"list": "enquiries", **listing.params})
    return render(request, "workspace/enquiries/list.html", {"section": "enquiries", "listing": listing})


def _enquiry_of(staff: StaffMember, uid: uuid.UUID) -> Enquiry:
    """Return the enquiry with what its page shows. One of another centre is 404: nobody learns that it exists."""
    shown = ("service__card", "centre", "officer__person", "person")
    return get_object_or_404(staff.enquiries().select_related(*shown), uid=uid)


@require_safe
@staff_required
def enquiry_detail(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _enquiry_of(request.staff, uid))


def _page(request: StaffRequest, found: Enquiry, *, refusal: str = "", typed: TypedForms = NO_FORMS) -> HttpResponse:
    """Show the enquiry; after a refusal with the reason, and what was typed in the form."""
    at = timezone.now()
    log_enquiry_view(enquiry=found, staff=request.staff, at=at)
    today = found.centre.today(at)
    problems = [InputProblem(input_id="", message=refusal)] if refusal else []
    for form in typed.values():
        problems += form_problems(form)
    offered: dict[str, forms.Form] = {
        "answer_form": EnquiryAnswerForm(enquiry=found),
        "pass_form": EnquiryPassOnForm(),
        "close_form": EnquiryCloseForm(),
        "question_form": QuestionDraftForm(answer=anonymise_answer(found)),
    }
    context = {
        "section": "enquiries",
        "enquiry": found,
        "post": post_among(request.staff.posts, found.centre),
        "urgency": enquiry_urgency(found, today),
        "today": today,
        "moments": enquiry_history(found, for_staff=True),
        "list_query": request.session.get(LIST_QUERY_KEY, ""),
        "problems": problems,
        "refusal": refusal,
        "typed": set(typed),
        **offered,
        **typed,
    }
    return render(request, "workspace/enquiries/detail.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@officer_required
def take(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _act(
        request, uid, "take_form", lambda found: forms.Form(request.POST), operations.take, _("It is yours now.")
    )


@require_http_methods(["GET", "POST"])
@officer_required
def answer(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    said = _("The answer is given.")
    return _act(
        request,
        uid,
        "answer_form",
        lambda found: EnquiryAnswerForm(request.POST, enquiry=found),
        operations.answer,
        said,
    )


@require_http_methods(["GET", "POST"])
@officer_required
def pass_on(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    said = _("The enquiry is passed on.")
    return _act(request, uid, "pass_form", lambda found: EnquiryPassOnForm(request.POST), operations.pass_on, said)


@require_http_methods(["GET", "POST"])
@officer_required
def close(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    said = _("The enquiry is closed.")
    return _act(request, uid, "close_form", lambda found: EnquiryCloseForm(request.POST), operations.close, said)


@require_http_methods(["GET", "POST"])
@officer_required
def draft_question(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Offer the answer to everybody: as a draft, which editors word and publish."""
    said = _("The draft is made. Editors will word it and publish it.")
    return _act(
        request, uid, "question_form", lambda found: QuestionDraftForm(request.POST), operations.draft_question, said
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
