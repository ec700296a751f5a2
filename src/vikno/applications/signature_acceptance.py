"""Checks of a signed application: it holds the files that were to be signed, and the applicant signed them."""

import datetime
from dataclasses import replace

from django.utils.translation import gettext as _

from dstu import ber
from vikno.applications.models import Application
from vikno.applications.signing_package import PDF, SigningPackage
from vikno.kernel.errors import Refused
from vikno.people.models import Person
from vikno.signatures import archives, asic_writer, cades, queries
from vikno.signatures.checks import SignatureIntegrity
from vikno.signatures.containers import open_container
from vikno.signatures.reasons import UNTRUSTED_SIGNER_REASONS
from vikno.signatures.report import SignatureVerdict, SignerIdentity, VerificationReport
from vikno.signatures.verification import VerificationRequest

CONTAINER_NAME = "application.asice"


class SignedFileRejected(Refused):
    """The file is not a signature on the files that were to be signed."""


class SignatureNotValid(Refused):
    """The signature is invalid, or its certificate is not trusted."""


class SignerNotApplicant(Refused):
    """The signer is not the applicant."""


def container_from_upload(package: SigningPackage, uploaded: bytes) -> bytes:
    """Return the ASiC-E container of an uploaded file. Raises `SignedFileRejected` or the error of an unreadable archive."""
    content = uploaded if archives.is_zip(uploaded) else _wrap_bare_signature(package, uploaded)
    files = {file.name: file.content for file in open_container(content, name=CONTAINER_NAME).files}
    if files == package.files:
        return content
    if set(files) > set(package.files):
        raise SignedFileRejected(_("The container holds other files too. Sign only the two files of this application."))
    raise SignedFileRejected(
        _(
            "These are not the files of this application as it is now. Download both again, change nothing and sign them."
        )
    )


def _wrap_bare_signature(package: SigningPackage, uploaded: bytes) -> bytes:
    """Return a container with a bare signature on the list of files. The signature may carry the list or not."""
    signed = cades.read_signed_data(uploaded)
    if signed is None:
        raise SignedFileRejected(
            _("This is no signed file. Bring the .asice or .p7s that the signing program has made.")
        )
    if signed.content == package.files[PDF]:
        alone = _(
            "Only the application itself is signed. Sign both files together as ASiC-E, or the list of the files."
        )
        raise SignedFileRejected(alone)
    if signed.content not in (None, package.manifest):
        raise SignedFileRejected(
            _("Another document is signed here. Sign the files that you downloaded from this page.")
        )
    return package.signed_container(asic_writer.detach_signature(ber.extract_der(uploaded)))


def verification_request(at: datetime.datetime) -> VerificationRequest:
    """Return the request to verify a signature accepted at this time. Its files were made here, so that time is known."""
    return replace(queries.verification_request(at), is_signing_time_known=True)


def verify_container(content: bytes, *, at: datetime.datetime) -> VerificationReport:
    """Return the report on a signed container. Raises `SignedFileRejected` or `SignatureNotValid`."""
    report = queries.verify_file(content, name=CONTAINER_NAME, request=verification_request(at))
    if not report.signatures:
        raise SignedFileRejected(_("Nobody has signed in this file. Sign it and bring it again."))
    for signature in report.signatures:
        if (
            signature.verdict == SignatureVerdict.INVALID
            or signature.integrity != SignatureIntegrity.OK
            or UNTRUSTED_SIGNER_REASONS & set(signature.reasons)
        ):
            raise SignatureNotValid(" ".join([_("The signature was not accepted."), *signature.explanations[:2]]))
    if report.uncovered:
        raise SignedFileRejected(_("The signature is over one of the files only. Sign both together."))
    return report


def signer_for(application: Application, report: VerificationReport) -> SignerIdentity:
    """Return the signer who is the applicant. Raises `SignerNotApplicant` where a number belongs to somebody else."""
    assert application.applicant is not None
    signers = [signature.signer for signature in report.signatures]
    for signer in signers:
        if is_same_person(signer, application.applicant):
            return signer
    raise SignerNotApplicant(
        _("This is signed by %(name)s, and the application is yours. Sign it with your own key.")
        % {"name": signers[0].name}
    )


def is_same_person(signer: SignerIdentity, person: Person) -> bool:
    """Return False only where a number says that these are two people: the first number that both have decides, never names."""
    # A certificate names documents of Ukraine.
    passport = "" if person.document_country else person.document_number
    pairs = ((signer.rnokpp, person.rnokpp), (signer.unzr, person.unzr), (signer.document, passport))
    for signed, known in pairs:
        if signed and known:
            return bool(signed == known)
    return True
