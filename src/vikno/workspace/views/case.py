"""The page of one case, its files and its papers."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.applications.models import Application
from vikno.files.models import StoredFile
from vikno.files.queries import download
from vikno.web.problems import Problem, from_form
from vikno.workspace.access import StaffRequest, staff_required
from vikno.workspace.dossier import dossier_of, sent_attachments, sent_signatures
from vikno.workspace.forms import RegisterForm
from vikno.workspace.search import last_list
from vikno.workspace.sights import case_seen, file_seen
from vikno.workspace.views.loading import case_of


@require_safe
@staff_required
def case(request: StaffRequest, uid: uuid.UUID) -> HttpResponse:
    return case_page(request, case_of(request.staff, uid))


def case_page(
    request: StaffRequest, found: Application, *, form: RegisterForm | None = None, refusal: str = ""
) -> HttpResponse:
    """Show the case; after a refusal with the reason, and what was typed in the form."""
    at = timezone.now()
    case_seen(case=found, staff=request.staff, at=at)
    dossier = dossier_of(found, request.staff.post_for(found), at=at)
    form = form or RegisterForm(initial={"on": dossier.today})
    problems = [Problem(at="", message=refusal)] if refusal else from_form(form)
    context = {
        "section": "cases",
        "dossier": dossier,
        "case": found,
        "form": form,
        "problems": problems,
        "refusal": refusal,
        "list_query": last_list(request.session),
    }
    return render(request, "workspace/case.html", context, status=422 if problems else 200)


@require_safe
@staff_required
def file(request: StaffRequest, uid: uuid.UUID, file_uid: uuid.UUID) -> HttpResponse:
    """Give out a file that was sent with the case, or its result."""
    found = case_of(request.staff, uid)
    stored = _file_of(found, file_uid)
    if stored is None:
        raise Http404
    file_seen(case=found, file=stored, staff=request.staff, at=timezone.now())
    return download(stored)


def _file_of(found: Application, file_uid: uuid.UUID) -> StoredFile | None:
    attachment = sent_attachments(found).filter(file__uid=file_uid).first()
    if attachment is not None:
        return attachment.file
    signature = sent_signatures(found).filter(container__uid=file_uid).first()
    if signature is not None:
        return signature.container
    result = found.results.filter(file__uid=file_uid).select_related("file").first()
    return result.file if result else None
