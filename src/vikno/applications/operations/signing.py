"""Signing of an application before submission: the files to sign, the signatures on them, requests to Diia."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.applications.access import WrongCaseStatus
from vikno.applications.events import ApplicationSigned, application_fields
from vikno.applications.models import Application, ApplicationSignature, ApplicationStatus, SigningRequest, Submission
from vikno.applications.operations.transitions import actor_ref, lock_application, record_case_event
from vikno.applications.queries import PreparedSubmission, prepare_submission, valid_signatures_on
from vikno.applications.signature_acceptance import (
    CONTAINER_NAME,
    container_from_upload,
    signer_for,
    verification_request,
    verify_container,
)
from vikno.applications.signing_package import LIST, build_package, current_content, read_package
from vikno.catalogue.models import SigningRequirement
from vikno.files import operations as files
from vikno.files.queries import read_content as file_content
from vikno.identity.adapters.diia import request_signing_deeplink
from vikno.identity.models import Provider
from vikno.kernel.crypto import blind_index
from vikno.kernel.errors import Refused
from vikno.signatures import asic_writer
from vikno.signatures.operations import ocsp
from vikno.signatures.operations.ocsp import OcspClient

# How long an answer of Diia is awaited.
DIIA_WAIT = datetime.timedelta(minutes=10)


class SigningNotReady(Refused):
    """The application has problems that must be corrected before it is signed."""


class SigningPackageOutdated(Refused):
    """The answers have changed since the files to sign were made."""


class SignatureNotAwaited(Refused):
    """Nobody has asked for this signature, or it comes too late."""


class ApplicationNotSigned(Refused):
    """The service requires a signature, and the application has none in its present state."""


@transaction.atomic
def prepare_to_sign(*, application: Application, at: datetime.datetime) -> SigningRequest:
    """Make the files to sign from the present answers; the same answers return the same request.

    Raises `WrongCaseStatus` or `SigningNotReady`, and then makes nothing.
    """
    application = lock_application(application)
    if application.status not in (ApplicationStatus.DRAFT, ApplicationStatus.RETURNED):
        raise WrongCaseStatus(_("This application was sent already."))
    submission = prepare_submission(application, today=application.centre.today(at))
    if submission.problems:
        raise SigningNotReady(_("Some answers still need you. Mend them, then sign."))
    content = current_content(application, submission)
    if prepared := SigningRequest.objects.filter(application=application, sha256=content.sha256).first():
        return prepared
    # Requests for answers that have changed since are of no use; those of submissions stay.
    for outdated in SigningRequest.objects.filter(application=application, submission=None):
        _erase(outdated)
    unsigned = build_package(application, content, at=at).unsigned_container()
    file = files.store_trusted(name="application.asice", media_type=asic_writer.MIMETYPE, content=unsigned, at=at)
    return SigningRequest.objects.create(application=application, sha256=content.sha256, file=file, prepared_at=at)


@transaction.atomic
def take_signature(
    *, application: Application, upload: files.FileUpload, way: str, at: datetime.datetime
) -> ApplicationSignature:
    """Verify a signature on the files to sign, and store it.

    A container is stored as it is; a bare signature on the list of files is put into a container.
    Raises `WrongCaseStatus`, `SigningPackageOutdated`, `SignedFileRejected`, `SignatureNotValid` or `SignerNotApplicant`, and
    then stores nothing.
    """
    application = lock_application(application)
    if application.status not in (ApplicationStatus.DRAFT, ApplicationStatus.RETURNED):
        raise WrongCaseStatus(_("This application was sent already."))
    submission = prepare_submission(application, today=application.centre.today(at))
    prepared = _current_request(application, submission)
    if prepared is None:
        raise SigningPackageOutdated(
            _("Your answers have changed since you downloaded the files. Download them again and sign those.")
        )
    content = container_from_upload(read_package(file_content(prepared.file)), upload.content)
    report = verify_container(content, at=at)
    signer = signer_for(application, report)
    container = files.store_trusted(name="application.asice", media_type=asic_writer.MIMETYPE, content=content, at=at)
    signature = ApplicationSignature.objects.create(
        of=prepared, container=container, way=way, signer=signer.name, report=report.as_dict(), at=at
    )
    event = ApplicationSigned(
        **application_fields(application),
        way=ApplicationSignature.SigningMethod(way),
        signature_id=signature.pk,
    )
    record_case_event(application, event, actor=actor_ref(application), at=at)
    return signature


def recheck_signature(*, signature: ApplicationSignature, responders: OcspClient, at: datetime.datetime) -> bool:
    """Verify a stored signature again with answers of OCSP responders; return whether the report has changed.

    It is not one transaction: a responder may take seconds. Without an answer the report stays as it is.
    """
    content = file_content(signature.container)
    report = ocsp.verify_file_with_ocsp(
        content, name=CONTAINER_NAME, request=verification_request(signature.at), ocsp_client=responders, now=at
    ).as_dict()
    if report == signature.report:
        return False
    signature.report = report
    signature.save(update_fields=["report"])
    return True


def _current_request(application: Application, submission: PreparedSubmission) -> SigningRequest | None:
    """Return the request to sign what would be submitted now, or None."""
    content = current_content(application, submission)
    return SigningRequest.objects.filter(application=application, sha256=content.sha256).first()


def request_from_diia(
    *, application: Application, provider: Provider, back: str, at: datetime.datetime
) -> SigningRequest:
    """Ask Diia for a signature on the list of files; `link` of the returned request opens its app.

    Diia is asked once in ten minutes, however often the button is pressed. It is not one transaction: Diia may take seconds.
    Raises `WrongCaseStatus`, `SigningNotReady` or the error of the identity adapter.
    """
    prepared = prepare_to_sign(application=application, at=at)
    if is_awaited(prepared, at=at):
        return prepared
    request_id = str(uuid.uuid4())
    manifest = read_package(file_content(prepared.file)).manifest
    prepared.link = request_signing_deeplink(provider, request_id=request_id, files={LIST: manifest}, back=back)
    prepared.request_digest, prepared.asked_at = _request(request_id), at
    prepared.save(update_fields=["link", "request_digest", "asked_at"])
    return prepared


def is_awaited(prepared: SigningRequest, *, at: datetime.datetime) -> bool:
    """Return whether Diia may still answer."""
    return prepared.asked_at is not None and at - prepared.asked_at < DIIA_WAIT


def receive_from_diia(
    *, request_id: str, signatures: Mapping[str, bytes], at: datetime.datetime
) -> ApplicationSignature:
    """Store the signature that Diia sends. Anybody could send it, so only its verification counts. A repeated call is harmless.

    Raises `SignatureNotAwaited`, or what `take_signature` raises.
    """
    rows = SigningRequest.objects.filter(request_digest=_request(request_id), submission=None)
    prepared = rows.select_related("application").first()
    if prepared is None or not is_awaited(prepared, at=at):
        raise SignatureNotAwaited(_("Nobody waits for this signature any more."))
    for known in valid_signatures_on(prepared):
        if known.way == ApplicationSignature.SigningMethod.DIIA:
            return known
    upload = files.FileUpload(name=LIST, content=signatures.get(LIST, b""))
    return take_signature(
        application=prepared.application, upload=upload, way=ApplicationSignature.SigningMethod.DIIA, at=at
    )


def _request(request_id: str) -> str:
    return blind_index(request_id, kind="diia")


def find_signed_request(application: Application, submission: PreparedSubmission) -> SigningRequest | None:
    """Return what was signed, if it is still what is handed in. Raises `ApplicationNotSigned` where a signature is required."""
    need = application.service.signing
    if need == SigningRequirement.NOT_NEEDED:
        return None
    prepared = _current_request(application, submission)
    if not valid_signatures_on(prepared):
        prepared = None
    if prepared is None and need == SigningRequirement.REQUIRED:
        raise ApplicationNotSigned(_("This application is sent with your electronic signature. Sign it first."))
    return prepared


def link_to_submission(prepared: SigningRequest | None, submission: Submission) -> None:
    """Store the submission that the signatures belong to."""
    if prepared is not None:
        prepared.submission = submission
        prepared.save(update_fields=["submission"])


def erase_signing_requests(application: Application) -> None:
    """Erase the signing requests of a draft with their signatures."""
    for prepared in SigningRequest.objects.filter(application=application):
        _erase(prepared)


def _erase(prepared: SigningRequest) -> None:
    containers = [signature.container for signature in prepared.signatures.select_related("container")]
    file = prepared.file
    prepared.signatures.all().delete()
    prepared.delete()
    for stored_file in (file, *containers):
        files.erase(file=stored_file)
