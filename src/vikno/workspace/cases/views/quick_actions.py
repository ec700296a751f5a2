"""Views of the actions that need one press: register, accept, take, take over, take back.

These addresses have no page of their own: opened as a page (after signing in again) they lead to the case.
"""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
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
from vikno.workspace.cases.lookup import load_case, load_case_for_action, load_case_with_post
from vikno.workspace.cases.views.case_detail import render_case_page


@require_http_methods(["GET", "POST"])
@officer_required
def register(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _register_with(request, uid, CaseAction.REGISTER, operations.register, _("The case is registered."))


@require_http_methods(["GET", "POST"])
@officer_required
def accept(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Register a case and take it to work."""
    return _register_with(request, uid, CaseAction.ACCEPT, operations.accept, _("The case is registered and in work."))


def _register_with(
    request: StaffRequest, uid: uuid.UUID, action: CaseAction, operation: Callable[..., object], success: str
) -> HttpResponse:
    case, post = load_case_for_action(action, request.staff, uid)
    if request.method == "GET":
        return redirect("workspace:case", uid)
    form = CaseRegistrationForm(request.POST)
    if not form.is_valid():
        return render_case_page(request, case, form=form)
    try:
        operation(application=case, officer=post, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return _refusal_page(request, uid, refused, form)
    messages.success(request, success)
    return redirect("workspace:case", uid)


@require_http_methods(["GET", "POST"])
@officer_required
def take(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return _take_with(request, uid, CaseAction.TAKE, operations.take)


@require_http_methods(["GET", "POST"])
@officer_required
def take_over(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Take a case over from the colleague whom the page named."""
    return _take_with(
        request, uid, CaseAction.TAKE_OVER, operations.take_over, colleague=request.POST.get("colleague", "")
    )


@require_http_methods(["GET", "POST"])
@officer_required
def take_back(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    """Take a case back from the system that works on it."""
    case, post = load_case_with_post(request.staff, uid)
    if request.method == "GET":
        return redirect("workspace:case", uid)
    try:
        exchange.take_back_case(application=case, officer=post, at=timezone.now())
    except CaseNotYours:
        raise
    except Refused as refused:
        return _refusal_page(request, uid, refused)
    messages.success(request, _("The case is worked on here now. The other system is told."))
    return redirect("workspace:case", uid)


def _take_with(
    request: StaffRequest, uid: uuid.UUID, action: CaseAction, operation: Callable[..., object], **more: str
) -> HttpResponse:
    case, post = load_case_for_action(action, request.staff, uid)
    if request.method == "GET":
        return redirect("workspace:case", uid)
    try:
        operation(application=case, officer=post, at=timezone.now(), **more)
    except Refused as refused:
        return _refusal_page(request, uid, refused)
    messages.success(request, _("You work on this case now."))
    return redirect("workspace:case", uid)


def _refusal_page(
    request: StaffRequest, uid: uuid.UUID, refused: Refused, form: CaseRegistrationForm | None = None
) -> HttpResponse:
    """Render the case anew, with the refusal: a colleague may have changed it."""
    return render_case_page(request, load_case(request.staff, uid), form=form, refusal=str(refused))
