"""Signing an application before it is sent: what is signed is prepared, signatures on it are taken, and go with the hand-in."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.applications.models import Application, Signature, Status, Submission, ToSign
from vikno.applications.operations.steps import WrongMoment, actor_of, locked, tell
from vikno.applications.queries import problems_of, standing_on
from vikno.applications.signed import NAME, contained, question, report_of, signer_for
from vikno.applications.to_sign import LIST, content_of, opened, package
from vikno.catalogue.models import Signing
from vikno.files import operations as files
from vikno.files.queries import content_of as file_content
from vikno.identity.adapters.diia import deeplink
from vikno.identity.models import Provider
from vikno.kernel.crypto import blind_index
from vikno.kernel.errors import Refused
from vikno.signatures import packing
from vikno.signatures.operations import asking
from vikno.signatures.operations.asking import Responders

# How long Diia is waited for.
PATIENCE = datetime.timedelta(minutes=10)


class NotReady(Refused):
    """Something in the application is to be mended before it can be signed."""


class Changed(Refused):
    """What was signed is not what would be handed in now."""


class NotAwaited(Refused):
    """A signature that nobody has asked for, or too late."""


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


def look_again(*, signature: Signature, responders: Responders, at: datetime.datetime) -> bool:
    """Check a signature as it was when it was taken, once its issuers were asked; tell whether the report says something else.

    Not one transaction: a responder may take seconds. What nobody answers leaves the report as it is.
    """
    content = file_content(signature.container)
    report = asking.examine(
        content, name=NAME, question=question(signature.at), responders=responders, now=at
    ).as_dict()
    if report == signature.report:
        return False
    signature.report = report
    signature.save(update_fields=["report"])
    return True


def _prepared_now(application: Application, at: datetime.datetime) -> ToSign:
    prepared = ToSign.objects.filter(application=application, sha256=content_of(application, at=at).sha256).first()
    if prepared is None:
        raise Changed(
            _("Your answers have changed since You downloaded the files. Download them again and sign those.")
        )
    return prepared


def ask_diia(*, application: Application, provider: Provider, back: str, at: datetime.datetime) -> ToSign:
    """Ask Diia for a signature on the list of files; `link` of what comes back opens its application.

    Asked once in ten minutes, however often the button is pressed. Not one transaction: Diia may take seconds to answer.
    Raises `WrongMoment`, `NotReady` or `identity.failing.Failed`.
    """
    prepared = prepare_to_sign(application=application, at=at)
    if is_awaited(prepared, at=at):
        return prepared
    request_id = str(uuid.uuid4())
    manifest = opened(file_content(prepared.file)).manifest
    prepared.link = deeplink(provider, request_id=request_id, files={LIST: manifest}, back=back)
    prepared.request_digest, prepared.asked_at = _request(request_id), at
    prepared.save(update_fields=["link", "request_digest", "asked_at"])
    return prepared


def is_awaited(prepared: ToSign, *, at: datetime.datetime) -> bool:
    """Tell whether Diia may still answer."""
    return prepared.asked_at is not None and at - prepared.asked_at < PATIENCE


def receive_from_diia(*, request_id: str, signatures: Mapping[str, bytes], at: datetime.datetime) -> Signature:
    """Take what Diia brought by itself; whoever brings it may be anybody, so it counts by what it proves. Twice is once.

    Raises `NotAwaited`, or what `take_signature` does.
    """
    rows = ToSign.objects.filter(request_digest=_request(request_id), submission=None)
    prepared = rows.select_related("application").first()
    if prepared is None or not is_awaited(prepared, at=at):
        raise NotAwaited(_("Nobody waits for this signature any more."))
    for known in standing_on(prepared):
        if known.way == Signature.Way.DIIA:
            return known
    upload = files.Upload(name=LIST, content=signatures.get(LIST, b""))
    return take_signature(application=prepared.application, upload=upload, way=Signature.Way.DIIA, at=at)


def _request(request_id: str) -> str:
    return blind_index(request_id, kind="diia")


def signed(application: Application, *, at: datetime.datetime) -> ToSign | None:
    """Return what was signed, if it is still what would be handed in. Raises `Unsigned` where a signature is required."""
    need = application.service.signing
    if need == Signing.NOT_NEEDED:
        return None
    prepared = ToSign.objects.filter(application=application, sha256=content_of(application, at=at).sha256).first()
    if not standing_on(prepared):
        prepared = None
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
