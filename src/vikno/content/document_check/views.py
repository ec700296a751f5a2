"""Views of the signature check: signers, time, validity. Files that are checked at once are not stored."""

import datetime
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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def _check(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _given(request, at=timezone.now())
    return _page(request, SignatureCheckForm())


check_document = bounded_uploads(_check, most=settings.CHECK_LIMIT_BYTES)


def _given(request: HttpRequest, *, at: datetime.datetime) -> HttpResponse:
    form = SignatureCheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    if wait := _wait(request, at=at):
        return _later(_page(request, form, status=429, again_at=timezone.localtime(wait)), wait, at=at)
    file, beside = form.uploaded_entries()
    # The worker asks about the status of a certificate, so that no request waits for it.
    if form.total_size <= settings.CHECK_AT_ONCE_BYTES and not settings.SIGNATURES_FETCH_REVOCATION:
        return _page(
            request,
            SignatureCheckForm(),
            report=queries.verification_report(file.content, name=file.name, beside=beside, at=at),
        )
    if request.session.session_key is None:
        request.session.create()
    begun = file_checks.start_file_check(file=file, beside=beside, session_key=str(request.session.session_key), at=at)
    check_file.enqueue(begun.pk)
    return redirect("content:check_progress", uid=begun.uid)


def _wait(request: HttpRequest, *, at: datetime.datetime) -> datetime.datetime | None:
    """Count an attempt; return the time of the next one if none is left."""
    try:
        CHECK_LIMIT.acquire(client_address(request), at=at)
    except RateLimitExceeded as refusal:
        return refusal.again_at
    return None


def _later(response: HttpResponse, again_at: datetime.datetime, *, at: datetime.datetime) -> HttpResponse:
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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def _issued(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm that the centre issued the document with this code, and compare a file with it."""
    result = result_by_code(code)
    if result is None:
        return render(request, "content/document_check/not_issued.html", {"section": "check"}, status=404)
    if request.method == "POST":
        return _compare(request, result, at=timezone.now())
    return _issued_page(request, result, IssuedDocumentForm())


issued_document = bounded_uploads(_issued)


def _compare(request: HttpRequest, result: Result, *, at: datetime.datetime) -> HttpResponse:
    form = IssuedDocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _issued_page(request, result, form, status=422)
    if wait := _wait(request, at=at):
        page = _issued_page(request, result, form, status=429, again_at=timezone.localtime(wait))
        return _later(page, wait, at=at)
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
