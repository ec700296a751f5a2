"""What is done with a case by one press: registered, taken, taken over.

These addresses have no page of their own: opened as a page (after signing in again) they lead to the case.
"""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vikno.applications import operations
from vikno.applications.access import CaseAction, CaseNotYours
from vikno.integration import operations as exchange
from vikno.kernel.errors import Refused
from vikno.workspace.access import StaffRequest, officer_required
from vikno.workspace.cases.forms import CaseRegistrationForm
from vikno.workspace.cases.lookup import load_case, load_case_for_action
from vikno.workspace.cases.views.case_detail import render_case_page


@require_http_methods(["GET", "POST"])
@officer_required
def register(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _entered(request, uid, CaseAction.REGISTER, operations.register, _("The case is registered."))


@require_http_methods(["GET", "POST"])
@officer_required
def accept(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Register and take at once."""
    return _entered(request, uid, CaseAction.TAKE, operations.accept, _("The case is registered and in work."))


def _entered(
    request: StaffRequest, uid: uuid.UUID, act: CaseAction, operation: Callable[..., object], done: str
) -> HttpResponse:
    case, post = load_case_for_action(act, request.staff, uid)
    if request.method == "GET":
        return redirect("workspace:case", uid)
    form = CaseRegistrationForm(request.POST)
    if not form.is_valid():
        return render_case_page(request, case, form=form)
    try:
        operation(application=case, officer=post, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return _refused(request, uid, refused, form)
    messages.success(request, done)
    return redirect("workspace:case", uid)


@require_http_methods(["GET", "POST"])
@officer_required
def take(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _taken(request, uid, operations.take)


@require_http_methods(["GET", "POST"])
@officer_required
def take_over(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Go on with a case from the colleague whom the page named."""
    return _taken(request, uid, operations.take_over, colleague=request.POST.get("colleague", ""))


@require_http_methods(["GET", "POST"])
@officer_required
def take_back(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Take a case back from the system that works on it."""
    case = load_case(request.staff, uid)
    post = request.staff.post_for(case)
    if post is None:
        raise Http404
    if request.method == "GET":
        return redirect("workspace:case", uid)
    try:
        exchange.take_back_case(application=case, officer=post, at=timezone.now())
    except CaseNotYours:
        raise
    except Refused as refused:
        return _refused(request, uid, refused)
    messages.success(request, _("The case is worked on here now. The other system is told."))
    return redirect("workspace:case", uid)


def _taken(request: StaffRequest, uid: uuid.UUID, operation: Callable[..., object], **more: str) -> HttpResponse:
    case, post = load_case_for_action(CaseAction.TAKE, request.staff, uid)
    if request.method == "GET":
        return redirect("workspace:case", uid)
    try:
        operation(application=case, officer=post, at=timezone.now(), **more)
    except Refused as refused:
        return _refused(request, uid, refused)
    messages.success(request, _("You work on this case now."))
    return redirect("workspace:case", uid)


def _refused(
    request: StaffRequest, uid: uuid.UUID, refused: Refused, form: CaseRegistrationForm | None = None
) -> HttpResponse:
    """Show the case as it is now: a colleague may have changed it."""
    return render_case_page(request, load_case(request.staff, uid), form=form, refusal=str(refused))
