"""Signing an application before it is sent: what is signed is prepared, signatures on it are taken, and go with the hand-in."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.applications.models import Application, Signature, Status, Submission, ToSign
from vikno.applications.operations.steps import WrongMoment, actor_of, locked, tell
from vikno.applications.queries import problems_of
from vikno.applications.signed import contained, report_of, signer_for
from vikno.applications.to_sign import content_of, opened, package
from vikno.catalogue.models import Signing
from vikno.files import operations as files
from vikno.files.queries import content_of as file_content
from vikno.kernel.errors import Refused
from vikno.signatures import packing


class NotReady(Refused):
    """Something in the application is to be mended before it can be signed."""


class Changed(Refused):
    """What was signed is not what would be handed in now."""


class Unsigned(Refused):
    """The service takes only signed applications, and this one, as it is now, is not signed."""


@transaction.atomic
def prepare_to_sign(*, application: Application, at: datetime.datetime) -> ToSign:
    """Make what is signed of the answers as they are now; the same answers give the same thing again.

    Raises `WrongMoment` or `NotReady`; then nothing is made.
    """
    application = locked(application)
    if application.status not in (Status.DRAFT, Status.RETURNED):
        raise WrongMoment(_("This application was sent already."))
    if problems_of(application, today=application.centre.today(at)):
        raise NotReady(_("Some answers still need You. Mend them, then sign."))
    content = content_of(application, at=at)
    if prepared := ToSign.objects.filter(application=application, sha256=content.sha256).first():
        return prepared
    _forget_unused(application)
    unsigned = package(application, content, at=at).unsigned()
    file = files.keep(name="application.asice", media_type=packing.MIMETYPE, content=unsigned, at=at)
    return ToSign.objects.create(application=application, sha256=content.sha256, file=file, prepared_at=at)


@transaction.atomic
def take_signature(*, application: Application, upload: files.Upload, way: str, at: datetime.datetime) -> Signature:
    """Check a signature on what was given to sign, and keep it.

    A container as a program made it is kept as it is; a bare signature, over our list of files, is put into one.
    Raises `WrongMoment`, `Changed`, `NotSigned`, `NotValid` or `NotYours`; then nothing is kept.
    """
    application = locked(application)
    if application.status not in (Status.DRAFT, Status.RETURNED):
        raise WrongMoment(_("This application was sent already."))
    prepared = _prepared_now(application, at)
    content = contained(opened(file_content(prepared.file)), upload.content)
    report = report_of(content, at=at)
    signer = signer_for(application, report)
    container = files.keep(name="application.asice", media_type=packing.MIMETYPE, content=content, at=at)
    signature = Signature.objects.create(
        of=prepared, container=container, way=way, signer=signer.name, report=report.as_dict(), at=at
    )
    tell(application, "signed", at=at, actor=actor_of(application), detail={"way": way})
    return signature


def _prepared_now(application: Application, at: datetime.datetime) -> ToSign:
    prepared = ToSign.objects.filter(application=application, sha256=content_of(application, at=at).sha256).first()
    if prepared is None:
        raise Changed(
            _("Your answers have changed since You downloaded the files. Download them again and sign those.")
        )
    return prepared


def signed(application: Application, *, at: datetime.datetime) -> ToSign | None:
    """Return what was signed, if it is still what would be handed in. Raises `Unsigned` where a signature is required."""
    need = application.service.signing
    if need == Signing.NOT_NEEDED:
        return None
    prepared = ToSign.objects.filter(
        application=application, sha256=content_of(application, at=at).sha256, signatures__isnull=False
    ).first()
    if prepared is None and need == Signing.REQUIRED:
        raise Unsigned(_("This application is sent with Your electronic signature. Sign it first."))
    return prepared


def join(prepared: ToSign | None, submission: Submission) -> None:
    """Note which hand-in the signatures belong to."""
    if prepared is not None:
        prepared.submission = submission
        prepared.save(update_fields=["submission"])


def forget(application: Application) -> None:
    """Erase what a draft was signed with."""
    for prepared in ToSign.objects.filter(application=application):
        _erase(prepared)


def _forget_unused(application: Application) -> None:
    """Erase what was prepared of answers that have changed since: what was handed in stays."""
    for prepared in ToSign.objects.filter(application=application, submission=None):
        _erase(prepared)


def _erase(prepared: ToSign) -> None:
    containers = [signature.container for signature in prepared.signatures.select_related("container")]
    file = prepared.file
    prepared.signatures.all().delete()
    prepared.delete()
    for one in (file, *containers):
        files.erase(file=one)
