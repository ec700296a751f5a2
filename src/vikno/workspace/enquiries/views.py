"""Views of enquiries: the list, one enquiry, its actions."""

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


def _load_enquiry(staff: StaffMember, uid: uuid.UUID) -> Enquiry:
    """Return the enquiry with what its page shows. An enquiry of another centre is 404: nobody learns that it exists."""
    relations = ("service__card", "centre", "officer__person", "person")
    return get_object_or_404(staff.enquiries().select_related(*relations), uid=uid)


@require_safe
@staff_required
def enquiry_detail(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _load_enquiry(request.staff, uid))


def _page(request: StaffRequest, enquiry: Enquiry, *, refusal: str = "", typed: TypedForms = NO_FORMS) -> HttpResponse:
    """Render the page of an enquiry; after a refusal with its reason, and with the forms as typed."""
    at = timezone.now()
    log_enquiry_view(enquiry=enquiry, staff=request.staff, at=at)
    today = enquiry.centre.today(at)
    problems = [InputProblem(input_id="", message=refusal)] if refusal else []
    for form in typed.values():
        problems += form_problems(form)
    offered: dict[str, forms.Form] = {
        "answer_form": EnquiryAnswerForm(enquiry=enquiry),
        "pass_form": EnquiryPassOnForm(),
        "close_form": EnquiryCloseForm(),
        "question_form": QuestionDraftForm(answer=anonymise_answer(enquiry)),
    }
    context = {
        "section": "enquiries",
        "enquiry": enquiry,
        "post": post_among(request.staff.posts, enquiry.centre),
        "urgency": enquiry_urgency(enquiry, today),
        "today": today,
        "moments": enquiry_history(enquiry, for_staff=True),
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
    return _perform(
        request, uid, "take_form", lambda enquiry: forms.Form(request.POST), operations.take, _("It is yours now.")
    )


@require_http_methods(["GET", "POST"])
@officer_required
def answer(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    success = _("The answer is given.")
    return _perform(
        request,
        uid,
        "answer_form",
        lambda enquiry: EnquiryAnswerForm(request.POST, enquiry=enquiry),
        operations.answer,
        success,
    )


@require_http_methods(["GET", "POST"])
@officer_required
def pass_on(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    success = _("The enquiry is passed on.")
    return _perform(
        request, uid, "pass_form", lambda enquiry: EnquiryPassOnForm(request.POST), operations.pass_on, success
    )


@require_http_methods(["GET", "POST"])
@officer_required
def close(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    success = _("The enquiry is closed.")
    return _perform(
        request, uid, "close_form", lambda enquiry: EnquiryCloseForm(request.POST), operations.close, success
    )


@require_http_methods(["GET", "POST"])
@officer_required
def draft_question(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Make a draft of a public question and answer, which editors word and publish."""
    success = _("The draft is made. Editors will word it and publish it.")
    return _perform(
        request,
        uid,
        "question_form",
        lambda enquiry: QuestionDraftForm(request.POST),
        operations.draft_question,
        success,
    )


def _perform(
    request: StaffRequest,
    uid: uuid.UUID,
    name: str,
    form_for: Callable[[Enquiry], forms.Form],
    operation: Callable[..., object],
    success: str,
) -> HttpResponse:
    """Perform the operation of a form of the page. A GET (after signing in again) redirects to the enquiry."""
    enquiry = _load_enquiry(request.staff, uid)
    post = post_among(request.staff.posts, enquiry.centre)
    if post is None:
        raise Http404
    if request.method == "GET":
        return redirect("workspace:enquiry", uid)
    form = form_for(enquiry)
    if not form.is_valid():
        return _page(request, enquiry, typed={name: form})
    try:
        operation(enquiry=enquiry, officer=post, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        # A colleague may have changed the enquiry, so the page is rendered anew.
        return _page(request, _load_enquiry(request.staff, uid), refusal=str(refused), typed={name: form})
    messages.success(request, success)
    return redirect("workspace:enquiry", uid)
