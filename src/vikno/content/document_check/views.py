"""Views of the signature check: signers, time, validity. Files that are checked at once are not stored."""

import datetime
import functools
import hashlib
import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vikno.applications.models import Result
from vikno.applications.queries import result_by_code
from vikno.content.document_check.forms import IssuedDocumentForm, SignatureCheckForm
from vikno.kernel.rate_limits import RateLimit, RateLimitExceeded, client_address
from vikno.signatures import queries
from vikno.signatures.operations import file_checks
from vikno.signatures.report import VerificationReport
from vikno.signatures.tasks import check_file
from vikno.web.uploads import bounded_uploads

CHECK_LIMIT = RateLimit(name="check", tries=30, within=datetime.timedelta(minutes=15))
# A waiting page reloads itself, with or without scripts.
REFRESH_SECONDS = 4


@functools.partial(bounded_uploads, most=settings.CHECK_LIMIT_BYTES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_document(request: HttpRequest) -> HttpResponse:
    """Check the signatures of a file: a small one at once, a big one in the background."""
    if request.method != "POST":
        return _page(request, SignatureCheckForm())
    at = timezone.now()
    form = SignatureCheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    if again_at := _acquire_try(request, at=at):
        response = _page(request, form, status=429, again_at=timezone.localtime(again_at))
        return _with_retry_after(response, again_at, at=at)
    file, documents = form.uploaded_entries()
    # The worker asks about the status of a certificate, so that no request waits for it.
    if form.total_size <= settings.CHECK_AT_ONCE_BYTES and not settings.SIGNATURES_FETCH_REVOCATION:
        report = queries.verification_report(file.content, name=file.name, documents=documents, at=at)
        return _page(request, SignatureCheckForm(), report=report)
    if request.session.session_key is None:
        request.session.create()
    session_key = str(request.session.session_key)
    file_check = file_checks.start_file_check(file=file, documents=documents, session_key=session_key, at=at)
    check_file.enqueue(file_check.pk)
    return redirect("content:check_progress", uid=file_check.uid)


def _acquire_try(request: HttpRequest, *, at: datetime.datetime) -> datetime.datetime | None:
    """Count an attempt; return the time of the next one if none is left."""
    try:
        CHECK_LIMIT.acquire(client_address(request), at=at)
    except RateLimitExceeded as refusal:
        return refusal.again_at
    return None


def _with_retry_after(response: HttpResponse, again_at: datetime.datetime, *, at: datetime.datetime) -> HttpResponse:
    response["Retry-After"] = str(max(1, round((again_at - at).total_seconds())))
    return response


@never_cache
@require_safe
def check_progress(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show the progress of a big file, and then its report, to the browser that uploaded it."""
    found = queries.find_file_check(str(uid), session_key=request.session.session_key or "")
    if found is None:
        raise Http404
    if not found.is_over:
        response = render(request, "content/document_check/waiting.html", {"section": "check", "check": found})
        response["Refresh"] = str(REFRESH_SECONDS)
        return response
    report = VerificationReport.from_dict(found.report) if found.report else None
    return _page(request, SignatureCheckForm(), report=report, failed=report is None)


@bounded_uploads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def issued_document(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm that the centre issued the document with this code, and compare a file with it."""
    result = result_by_code(code)
    if result is None:
        return render(request, "content/document_check/not_issued.html", {"section": "check"}, status=404)
    if request.method != "POST":
        return _issued_page(request, result, IssuedDocumentForm())
    at = timezone.now()
    form = IssuedDocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _issued_page(request, result, form, status=422)
    if again_at := _acquire_try(request, at=at):
        response = _issued_page(request, result, form, status=429, again_at=timezone.localtime(again_at))
        return _with_retry_after(response, again_at, at=at)
    file = form.uploaded_entry()
    assert result.file is not None
    is_same = hashlib.sha256(file.content).hexdigest() == result.file.sha256
    report = queries.verification_report(file.content, name=file.name, at=at)
    return _issued_page(request, result, IssuedDocumentForm(), compared=True, is_same=is_same, report=report)


def _issued_page(
    request: HttpRequest, result: Result, form: IssuedDocumentForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"section": "check", "result": result, "form": form, **more}
    return render(request, "content/document_check/issued.html", context, status=status)


def _page(request: HttpRequest, form: SignatureCheckForm, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"section": "check", "form": form, "has_trust": queries.has_trust_anchor(), **more}
    return render(request, "content/document_check/check.html", context, status=status)
