"""Views of the page of one case and of its files."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.applications.models import Application
from vikno.files.models import StoredFile
from vikno.files.queries import download_response
from vikno.web.problems import InputProblem, form_problems
from vikno.workspace.access import StaffRequest, staff_required
from vikno.workspace.access_log import log_case_view, log_file_view
from vikno.workspace.cases.forms import CaseRegistrationForm
from vikno.workspace.cases.lookup import load_case
from vikno.workspace.cases.page import load_case_page, submitted_attachments, submitted_signatures
from vikno.workspace.cases.session_search import load_list_query


@require_safe
@staff_required
def case_detail(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return render_case_page(request, load_case(request.staff, uid))


def render_case_page(
    request: StaffRequest, case: Application, *, form: CaseRegistrationForm | None = None, refusal: str = ""
) -> HttpResponse:
    """Render the page of a case; after a refusal with its reason, and with the form as typed."""
    at = timezone.now()
    log_case_view(case=case, staff=request.staff, at=at)
    case_page = load_case_page(case, request.staff.post_for(case), at=at)
    form = form or CaseRegistrationForm(initial={"on": case_page.today})
    problems = [InputProblem(input_id="", message=refusal)] if refusal else form_problems(form)
    context = {
        "section": "cases",
        "case_page": case_page,
        "case": case,
        "form": form,
        "problems": problems,
        "refusal": refusal,
        "list_query": load_list_query(request.session),
    }
    return render(request, "workspace/cases/detail.html", context, status=422 if problems else 200)


@require_safe
@staff_required
def download_file(request: StaffRequest, uid: uuid.UUID, file_uid: uuid.UUID) -> HttpResponse:
    """Return a file that was handed in with the case, or its result."""
    case = load_case(request.staff, uid)
    file: StoredFile | None
    if attachment := submitted_attachments(case).filter(file__uid=file_uid).first():
        file = attachment.file
    elif signature := submitted_signatures(case).filter(container__uid=file_uid).first():
        file = signature.container
    else:
        file = get_object_or_404(case.results.select_related("file"), file__uid=file_uid).file
    if file is None:
        raise Http404
    log_file_view(case=case, file=file, staff=request.staff, at=timezone.now())
    return download_response(file)
