"""Application of updates of other systems to cases: forward only, through the steps that an update does not mention."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from vikno.applications import operations as applications
from vikno.applications.models import Application, ApplicationStatus, DecisionOutcome, Registration
from vikno.centres.models import Officer
from vikno.files.models import StoredFile
from vikno.integration.connectors.base import CaseUpdate, RemoteCorrectionRequest, RemoteDecision, RemoteRegistration
from vikno.integration.models import ConnectionAlert, ExternalCase, Milestone, StatusMapping
from vikno.integration.operations.alerts import raise_alert
from vikno.integration.operations.deliveries import add_milestone
from vikno.integration.queries import mapping_for_status

StatusMeaning = StatusMapping.StatusMeaning
# For these the standard letter always goes out: it has the reasons and terms that the law requires. For the others the text of
# the status map is the letter, where the head of the centre has entered one.
DECISIVE_MEANINGS = (StatusMeaning.RETURNED, StatusMeaning.GRANTED, StatusMeaning.REFUSED, StatusMeaning.ISSUED)


class UpdateTooEarly(Exception):
    """The update builds on something that is not here yet. It may come later."""


def apply_update(*, update: CaseUpdate, case: ExternalCase, files: Sequence[StoredFile], at: datetime) -> bool:
    """Apply an update to a case in the caller's transaction; return False where it is late and adds nothing.

    A late update moves nothing: only a number or a file that it adds is taken. An update of a system that does not lead the case
    moves nothing either; only its progress is stored. Raises `UpdateTooEarly`, or what the operations of applications raise.
    """
    case = (
        ExternalCase.objects.select_for_update(of=["self"]).select_related("connection__post__person").get(pk=case.pk)
    )
    if update.order is not None and case.order is not None:
        is_late = update.order <= case.order
    else:
        is_late = update.at is not None and case.told_at is not None and update.at < case.told_at
    news = _receive(case, update, at=at)
    if case.leads:
        news = _register(case, update.registered, at=at) or news
        if not is_late:
            if update.declined:
                news = True
                add_milestone(case, Milestone.MilestoneKind.DECLINED, at=at, told_at=update.at, note=update.declined)
                kind, detail = ConnectionAlert.ConnectionAlertKind.DECLINED, update.declined
                raise_alert(case.connection, kind, _number(case), detail=detail, at=at)
            news = _move(case, update, at=at) or news
        news = _issue_files(case, files, update.note, at=at) or news
    if not is_late:
        case.order = case.order if update.order is None else update.order
        case.told_at = update.at or case.told_at
        case.status = update.status[:200] or case.status
        case.who = update.who or case.who
        case.remote = case.remote or update.remote
        case.save(update_fields=["order", "told_at", "status", "who", "remote"])
    return news or not is_late


def _receive(case: ExternalCase, update: CaseUpdate, *, at: datetime) -> bool:
    """Save the first sign that the other side has the case: a registration or a decision is one too."""
    is_sign = update.received or update.registered or update.status or update.decided or update.asked or update.files
    if not is_sign or case.received_at is not None:
        return False
    case.received_at = update.at or at
    case.save(update_fields=["received_at"])
    add_milestone(case, Milestone.MilestoneKind.RECEIVED, at=at, told_at=update.at)
    ConnectionAlert.objects.filter(
        connection=case.connection,
        kind=ConnectionAlert.ConnectionAlertKind.NO_ACKNOWLEDGEMENT,
        subject=_number(case),
        cleared_at=None,
    ).update(cleared_at=at)
    return True


def _register(case: ExternalCase, remote: RemoteRegistration | None, *, at: datetime) -> bool:
    if remote is None:
        return False
    registration = Registration.objects.filter(application=case.application).first()
    if registration is None:
        applications.register(
            application=case.application, officer=_post(case), number=remote.number, on=remote.on, at=at
        )
        return True
    if registration.number == remote.number:
        return False
    # An office registers a correction or a withdrawal under its own number, so that the numbers may differ after either.
    if case.application.submissions.count() <= 1 and _status(case) != ApplicationStatus.WITHDRAWN:
        raise_alert(
            case.connection, ConnectionAlert.ConnectionAlertKind.DIFFERENCE, _number(case), detail=remote.number, at=at
        )
    return False


def _move(case: ExternalCase, update: CaseUpdate, *, at: datetime) -> bool:
    """Apply explicit parts first: a status in the same update may lead past them, to the issue of a result."""
    moved = False
    if update.asked:
        moved = _return_for_correction(case, update.asked, at=at)
    if update.decided:
        moved = _decide(case, update.decided, at=at) or moved
    if update.status:
        moved = _apply_status(case, update, at=at) or moved
    return moved


def _apply_status(case: ExternalCase, update: CaseUpdate, *, at: datetime) -> bool:
    """Apply a status by the status map; an unknown status raises an alert for the centre.

    An update with a decision or a correction request of its own needs no entry in the map.
    """
    if update.status.strip().casefold() == case.status.strip().casefold():
        return False
    mapping = mapping_for_status(case.connection, update.status)
    if mapping is None and (update.asked or update.decided):
        return False
    if mapping is None:
        raise_alert(
            case.connection,
            ConnectionAlert.ConnectionAlertKind.UNKNOWN_STATUS,
            update.status,
            detail=_number(case),
            at=at,
        )
        return True
    _move_to_meaning(case, mapping, update, at=at)
    if mapping.words or (update.note and not _has_note(case, mapping, update.note)):
        texts = {"words": mapping.words, "note": update.note, "needs_action": mapping.needs_action}
        add_milestone(case, Milestone.MilestoneKind.PROGRESS, at=at, told_at=update.at, **texts)
    if mapping.words and mapping.sends_letter and mapping.meaning not in DECISIVE_MEANINGS:
        applications.report_progress(
            application=case.application,
            officer=_post(case),
            words=mapping.words,
            needs_action=mapping.needs_action,
            at=at,
        )
    return True


def _has_note(case: ExternalCase, mapping: StatusMapping, note: str) -> bool:
    """Return whether a note is in the case already: with its result, or as a reason of a correction request or decision."""
    application = _now(case)
    reasons = [change.note for change in application.status_changes.all()]
    decision = getattr(application, "decision", None)
    return mapping.meaning == StatusMeaning.ISSUED or note in [*reasons, decision.reasons if decision else ""]


def _move_to_meaning(case: ExternalCase, mapping: StatusMapping, update: CaseUpdate, *, at: datetime) -> None:
    """Move the case to the meaning of a status; details in the update itself are applied after it."""
    is_granted = mapping.meaning == StatusMeaning.GRANTED
    match mapping.meaning:
        case StatusMeaning.IN_WORK:
            # A text of the map is a letter of its own, and a row without a letter wants none.
            _take(case, at=at, notify=mapping.sends_letter and not mapping.words)
        case StatusMeaning.RETURNED if update.asked is None:
            reason = update.note or mapping.words.get("uk", "") or _the_document_says()
            _return_for_correction(case, RemoteCorrectionRequest(reason=reason), at=at)
        case StatusMeaning.GRANTED | StatusMeaning.REFUSED if update.decided is None:
            _decide(case, RemoteDecision(granted=is_granted, reasons=update.note), at=at)
        case StatusMeaning.GRANTED | StatusMeaning.REFUSED if update.decided and update.decided.granted != is_granted:
            # The status and the decision of the same update contradict each other.
            kind = ConnectionAlert.ConnectionAlertKind.DIFFERENCE
            raise_alert(case.connection, kind, _number(case), detail=update.status, at=at)
        case StatusMeaning.ISSUED:
            if update.decided is None:
                _decide(case, RemoteDecision(granted=True), at=at)
            if not update.files and _status(case) == ApplicationStatus.DECIDED:
                where = update.note or _("At the centre: %s") % case.application.centre.address
                applications.issue(application=case.application, officer=_post(case), title="", where=where, at=at)


def _take(case: ExternalCase, *, at: datetime, notify: bool = True) -> bool:
    """Take the case for the other system, unless it is taken already or past that."""
    status = _status(case)
    if status not in (ApplicationStatus.SUBMITTED, ApplicationStatus.REGISTERED):
        return False
    applications.take(application=case.application, officer=_post(case), at=at, notify=notify)
    return True


def _return_for_correction(case: ExternalCase, correction: RemoteCorrectionRequest, *, at: datetime) -> bool:
    """Return the case for correction of the marked answers, or of any where none is marked."""
    _take(case, at=at)
    if _status(case) != ApplicationStatus.IN_WORK:
        return False
    application = _now(case)
    version = application.form_version
    questions = version.eform.questions if version else ()
    every = {question.key: "" for question in questions if question.is_answerable}
    applications.return_for_correction(
        application=application,
        officer=_post(case),
        reason=correction.reason or _the_document_says(),
        remarks={key: text for key, text in correction.remarks.items() if key in every} or every,
        due_on=correction.due_on or application.centre.today(at) + timedelta(days=settings.CORRECTION_DAYS),
        at=at,
    )
    return True


def _decide(case: ExternalCase, decision: RemoteDecision, *, at: datetime) -> bool:
    _take(case, at=at)
    if _status(case) != ApplicationStatus.IN_WORK:
        return False
    reasons = decision.reasons or ("" if decision.granted else _the_document_says())
    applications.decide(
        application=case.application,
        officer=_post(case),
        outcome=DecisionOutcome.GRANTED if decision.granted else DecisionOutcome.REFUSED,
        ground=decision.ground or reasons,
        reasons=reasons,
        at=at,
    )
    return True


def _issue_files(case: ExternalCase, files: Sequence[StoredFile], title: str, *, at: datetime) -> bool:
    """Issue the result files that are not issued yet. Raises `UpdateTooEarly` before a decision."""
    has_issued = False
    for file in files:
        application = _now(case)
        if application.results.filter(file__sha256=file.sha256).exists():
            continue
        if application.status == ApplicationStatus.DECIDED:
            applications.issue(
                application=application, officer=_post(case), title=title or _title(file), file=file, at=at
            )
        elif application.status == ApplicationStatus.ISSUED:
            applications.add_result(application=application, officer=_post(case), title=_title(file), file=file, at=at)
        else:
            raise UpdateTooEarly("A result has come, and no decision.")
        has_issued = True
    return has_issued


def _title(file: StoredFile) -> str:
    return _("Signature of the result") if file.name.endswith(".p7s") else file.name


def _post(case: ExternalCase) -> Officer:
    post = case.connection.post
    assert post is not None, "a system that leads cases has a post to act in"
    return post


def _now(case: ExternalCase) -> Application:
    return Application.objects.select_related("centre", "form_version__form").get(pk=case.application_id)


def _status(case: ExternalCase) -> str:
    return Application.objects.values_list("status", flat=True).get(pk=case.application_id)


def _number(case: ExternalCase) -> str:
    return case.application.number or ""


def _the_document_says() -> str:
    return _("It is said in the document that comes with this, or at the centre.")
