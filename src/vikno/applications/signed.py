"""Whether what came back signed is what was given to sign, and whether it was the applicant who signed it."""

import datetime
from dataclasses import replace

from django.utils.translation import gettext as _

from dstu import ber
from vikno.applications.models import Application
from vikno.applications.to_sign import PDF, Package
from vikno.kernel.errors import Refused
from vikno.people.models import Person
from vikno.signatures import archives, cades, packing, queries
from vikno.signatures.checks import Integrity
from vikno.signatures.containers import Container, open_container
from vikno.signatures.reasons import UNATTRIBUTED
from vikno.signatures.report import Report, SignatureReport, Verdict, Who
from vikno.signatures.verifying import Question

NAME = "application.asice"


class NotSigned(Refused):
    """The file is no signature on what was given to sign."""


class NotValid(Refused):
    """The signature does not hold, or its certificate cannot be trusted."""


class NotYours(Refused):
    """Somebody else than the applicant signed."""


def contained(package: Package, brought: bytes) -> bytes:
    """Return the container of what was brought. Raises `NotSigned` or `archives.Unreadable`."""
    content = brought if archives.is_zip(brought) else _wrapped(package, brought)
    _refuse_other_files(package, open_container(content, name=NAME))
    return content


def _wrapped(package: Package, brought: bytes) -> bytes:
    """Return a container made of a bare signature on the list of files, whether it carries the list or not."""
    signed = cades.read(brought)
    if signed is None:
        raise NotSigned(_("This is no signed file. Bring the .asice or .p7s that the signing program has made."))
    if signed.content == package.files[PDF]:
        alone = _(
            "Only the application itself is signed. Sign both files together as ASiC-E, or the list of the files."
        )
        raise NotSigned(alone)
    if signed.content not in (None, package.manifest):
        raise NotSigned(_("Another document is signed here. Sign the files that You downloaded from this page."))
    return package.signed(packing.without_content(ber.unwrapped(brought)))


def _refuse_other_files(package: Package, container: Container) -> None:
    found = {file.name: file.content for file in container.files}
    if found == package.files:
        return
    if set(found) > set(package.files):
        raise NotSigned(_("The container holds other files too. Sign only the two files of this application."))
    raise NotSigned(
        _(
            "These are not the files of this application as it is now. Download both again, change nothing and sign them."
        )
    )


def question(at: datetime.datetime) -> Question:
    """Return what is asked of a signature that was taken then: what is signed was made here, so it is no older than that."""
    return replace(queries.question(at), asked=True)


def report_of(content: bytes, *, at: datetime.datetime) -> Report:
    """Return the report on a signed container. Raises `NotSigned` or `NotValid`."""
    report = queries.examine(content, name=NAME, question=question(at))
    if not report.signatures:
        raise NotSigned(_("Nobody has signed in this file. Sign it and bring it again."))
    for signature in report.signatures:
        _refuse_weak(signature)
    if report.uncovered:
        raise NotSigned(_("The signature is over one of the files only. Sign both together."))
    return report


def _refuse_weak(signature: SignatureReport) -> None:
    if (
        signature.verdict == Verdict.INVALID
        or signature.integrity != Integrity.OK
        or UNATTRIBUTED & set(signature.reasons)
    ):
        raise NotValid(" ".join([_("The signature was not accepted."), *signature.why[:2]]))


def signer_for(application: Application, report: Report) -> Who:
    """Return who signed for the applicant. Raises `NotYours` where a number says that it was somebody else."""
    assert application.applicant is not None
    signers = [signature.signer for signature in report.signatures]
    for signer in signers:
        if is_same(signer, application.applicant):
            return signer
    raise NotYours(
        _("This is signed by %(name)s, and the application is Yours. Sign it with Your own key.")
        % {"name": signers[0].name}
    )


def is_same(signer: Who, person: Person) -> bool:
    """Tell whether nothing says that these are two people: the first number that both have decides. Names never do."""
    # A certificate names documents of Ukraine.
    passport = "" if person.document_country else person.document_number
    pairs = ((signer.rnokpp, person.rnokpp), (signer.unzr, person.unzr), (signer.document, passport))
    for signed, known in pairs:
        if signed and known:
            return bool(signed == known)
    return True
