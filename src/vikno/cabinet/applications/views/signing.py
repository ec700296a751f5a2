"""Views of the signature on an application: its files to download, the signed file to upload, and Diia."""

import uuid
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.applications import operations
from vikno.applications.models import Application, ApplicationSignature, SigningRequest
from vikno.applications.queries import signatures_on, valid_signatures_on
from vikno.applications.signing_package import DATA, LIST, PDF, read_package
from vikno.applications.tasks import ask_about_signature
from vikno.cabinet.access import ResidentRequest, load_own_application, resident_required
from vikno.cabinet.applications.form_walk import can_be_changed
from vikno.cabinet.applications.sign_page import sign_page_texts
from vikno.cabinet.applications.submission import send_application
from vikno.catalogue.models import SigningRequirement
from vikno.eforms.validation import AnswerProblem
from vikno.files.queries import private_response, read_content
from vikno.identity.queries import diia_provider
from vikno.kernel import public_urls
from vikno.kernel.errors import Refused
from vikno.web.uploads import as_upload, bounded_uploads

UPLOAD_FIELD = "signed"
MEDIA_TYPES = {PDF: "application/pdf", DATA: "application/json", LIST: "application/xml"}


@bounded_uploads
@resident_required
@require_http_methods(["GET", "POST"])
def sign_application(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Show the files to sign; by POST take the signature and send the application."""
    application = load_own_application(request.user, uid)
    if not can_be_changed(application):
        return redirect("cabinet:done" if request.method == "POST" else "cabinet:application", uid)
    if application.service.signing == SigningRequirement.NOT_NEEDED:
        return redirect("cabinet:check", uid)
    try:
        prepared = operations.prepare_to_sign(application=application, at=timezone.now())
    except operations.SigningNotReady as refused:
        messages.warning(request, str(refused))
        return redirect("cabinet:check", uid)
    if "diia" in request.POST:
        return _request_from_diia(request, application, prepared)
    if request.method == "POST":
        return _take_and_send(request, application, prepared)
    return _page(request, application, prepared)


def _request_from_diia(request: ResidentRequest, application: Application, prepared: SigningRequest) -> HttpResponse:
    provider, language = diia_provider(), translation.get_language() or settings.LANGUAGE_CODE
    if provider is None:
        return redirect("cabinet:sign", application.uid)
    back = public_urls.public_url("cabinet:sign", application.uid, language=language)
    try:
        operations.request_from_diia(application=application, provider=provider, back=back, at=timezone.now())
    except Refused as refused:
        return _page(request, application, prepared, problem=str(refused))
    return redirect("cabinet:sign", application.uid)


def _take_and_send(request: ResidentRequest, application: Application, prepared: SigningRequest) -> HttpResponse:
    """Take the signed file if there is a new one, then send the application."""
    signed = request.FILES.get(UPLOAD_FIELD)
    if signed is not None:
        try:
            upload = as_upload(signed)
            signature = operations.take_signature(
                application=application, upload=upload, way=ApplicationSignature.SigningMethod.UPLOAD, at=timezone.now()
            )
            ask_about_signature.enqueue(signature.pk)
        except Refused as refused:
            return _page(request, application, prepared, problem=str(refused))
    elif not valid_signatures_on(prepared):
        return _page(request, application, prepared, problem=_("Choose the signed file."))
    try:
        return send_application(request, application)
    except (operations.ApplicationIncomplete, operations.ApplicationNotSigned) as refused:
        return _page(request, application, prepared, problem=str(refused))


def _page(
    request: ResidentRequest, application: Application, prepared: SigningRequest, *, problem: str = ""
) -> HttpResponse:
    page: dict[str, Any] = {
        "section": "cabinet",
        "application": application,
        "files": {"pdf": PDF, "data": DATA, "list": LIST},
        "signatures": valid_signatures_on(prepared),
        "problems": [AnswerProblem(input_id=UPLOAD_FIELD, message=problem)] if problem else [],
        "field": UPLOAD_FIELD,
        "diia": diia_provider(),
        "widget": settings.SIGN_WIDGET,
    }
    page["fallen"] = [
        signature.verification_report for signature in signatures_on(prepared) if signature not in page["signatures"]
    ]
    page["texts"] = sign_page_texts(
        uid=application.uid,
        is_signed=bool(page["signatures"]),
        is_required=application.service.signing == SigningRequirement.REQUIRED,
        has_diia=page["diia"] is not None,
    )
    awaited = operations.is_awaited(prepared, at=timezone.now()) and not page["signatures"]
    if awaited:
        page |= {"link": prepared.link, "qr": segno.make(prepared.link, error="m").svg_data_uri(border=2, scale=4)}
    response = render(request, "cabinet/applications/sign.html", page, status=422 if problem else 200)
    if awaited and not problem:
        # The page reloads to see whether Diia has answered.
        response.headers["Refresh"] = "4"
    return response


@resident_required
@require_safe
def download_file_to_sign(request: ResidentRequest, uid: uuid.UUID, name: str) -> HttpResponse:
    """Send one of the files to sign, byte for byte as the signature must cover it."""
    prepared = load_own_application(request.user, uid).to_sign.select_related("file").order_by("-pk").first()
    if prepared is None or name not in MEDIA_TYPES:
        raise Http404
    package = read_package(read_content(prepared.file))
    content = {**package.files, LIST: package.manifest}[name]
    return private_response(content, media_type=MEDIA_TYPES[name], name=name)
