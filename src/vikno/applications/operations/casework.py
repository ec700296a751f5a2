"""The officer's verbs: register, take, return, extend, decide, issue."""

import datetime
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from vikno.applications.access import CaseAction, require_permission
from vikno.applications.events import (
    ApplicationDeadlineExtended,
    ApplicationDecided,
    ApplicationRegistered,
    ApplicationReturned,
    ApplicationTaken,
    ApplicationTakenOver,
    application_fields,
)
from vikno.applications.models import (
    Application,
    ApplicationStatus,
    CorrectionRequest,
    Decision,
    DecisionOutcome,
    Registration,
)
from vikno.applications.operations import deadlines
from vikno.applications.operations.transitions import (
    WrongCaseStatus,
    change_status,
    lock_application,
    record_case_event,
)
from vikno.catalogue.models import RefusalGround
from vikno.centres.models import Centre, Officer
from vikno.kernel.errors import Refused
from vikno.serials.operations import next_serial

MAX_EXTENSION_DAYS = 60
STATUSES_PAST_REGISTRATION = (
    ApplicationStatus.IN_WORK,
    ApplicationStatus.RETURNED,
    ApplicationStatus.DECIDED,
    ApplicationStatus.ISSUED,
)


class CaseAlreadyRegistered(Refused):
    """The case has its incoming number."""


class RegistrationNumberTaken(Refused):
    """Another case of this year has the number."""


class CaseNotRegistered(Refused):
    """The case has no incoming number yet."""


class CaseTakenByColleague(Refused):
    """A colleague works this case."""


class CaseReasonMissing(Refused):
    """The applicant must be told why."""


class RefusalGroundMissing(Refused):
    """A refusal names a ground from the service's card."""


@transaction.atomic
def register(
    *,
    application: Application,
    officer: Officer,
    at: datetime.datetime,
    number: str = "",
    on: datetime.date | None = None,
) -> Registration:
    """Enter the case in the centre's register: under the number given, or the next one. A system's number is of its own register.

    Raises `NotYours`, `AlreadyRegistered`, `NumberTaken`, `WrongMoment`.
    """
    application = lock_application(application)
    require_permission(officer, CaseAction.REGISTER, application)
    if Registration.objects.filter(application=application).exists():
        raise CaseAlreadyRegistered(_("This application is registered already."))
    on = on or application.centre.today(at)
    if on > application.centre.today(at):
        raise WrongCaseStatus(_("The date of registration cannot be in the future."))
    is_foreign = officer.is_system and bool(number.strip())
    number = number.strip()
    register_of = {"officer": officer} if is_foreign else {"centre": application.centre}
    register_rows = Registration.objects.filter(**register_of, is_foreign=is_foreign, year=on.year)
    if number and register_rows.filter(number=number).exists():
        raise RegistrationNumberTaken(
            _("Number %(number)s is taken this year. Leave it empty to get the next one.") % {"number": number}
        )
    number = number or _next_free_number(register_rows, application.centre, on.year)
    registration = Registration.objects.create(
        application=application,
        centre=application.centre,
        year=on.year,
        number=number,
        is_foreign=is_foreign,
        on=on,
        officer=officer,
        at=at,
    )
    # The number that another system gave can come after the word that it works on the case.
    change = None
    if not officer.is_system or application.status not in STATUSES_PAST_REGISTRATION:
        change = change_status(application, ApplicationStatus.REGISTERED, at=at, officer=officer)
    event = ApplicationRegistered(
        **application_fields(application),
        registration=number,
        on=on,
        registration_id=registration.pk,
        status_change_id=change.pk if change else None,
    )
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return registration


def _next_free_number(register_rows: QuerySet[Registration], centre: Centre, year: int) -> str:
    """Return the next number of the register. The series moves past numbers given by hand, so each of them is met once."""
    while True:
        number = f"{next_serial(f'register:{centre.pk}:{year}')}/{year % 100:02d}"
        if not register_rows.filter(number=number).exists():
            return number


@transaction.atomic
def take(*, application: Application, officer: Officer, at: datetime.datetime, notify: bool = True) -> Application:
    """Take the case to work on it; after a correction, to go on with it. Raises `NotYours`, `NotRegistered`, `WrongMoment`.

    Another system may keep its register to itself: what it works on need not be registered here. Without `notify` the applicant
    gets no letter about it.
    """
    application = lock_application(application)
    require_permission(officer, CaseAction.TAKE, application)
    if not officer.is_system and not Registration.objects.filter(application=application).exists():
        raise CaseNotRegistered(_("Register the application first."))
    application.officer = officer
    application.save(update_fields=["officer"])
    change = change_status(application, ApplicationStatus.IN_WORK, at=at, officer=officer)
    event = ApplicationTaken(**application_fields(application), quiet=not notify, status_change_id=change.pk)
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return application


@transaction.atomic
def accept(
    *,
    application: Application,
    officer: Officer,
    at: datetime.datetime,
    number: str = "",
    on: datetime.date | None = None,
) -> Application:
    """Register the case and take it to work: two facts that an officer makes true with one press, many times a day.

    Raises what `register` and `take` do; then neither has happened.
    """
    register(application=application, officer=officer, at=at, number=number, on=on)
    return take(application=application, officer=officer, at=at)


@transaction.atomic
def take_over(*, application: Application, officer: Officer, colleague: str, at: datetime.datetime) -> Application:
    """Go on with a case that a colleague works.

    `colleague` is the `ref` of whom the page named: if the case has passed to somebody else meanwhile, nothing changes.
    Raises `NotYours`, `NotTaken`, `WrongMoment`.
    """
    application = lock_application(application)
    require_permission(officer, CaseAction.TAKE, application)
    if application.status != ApplicationStatus.IN_WORK or application.officer is None:
        raise WrongCaseStatus(_("Only a case that is being worked on can be taken over."))
    if application.officer.person.ref != colleague or application.officer == officer:
        raise CaseTakenByColleague(_("The case has passed to somebody else meanwhile. Look at it again."))
    application.officer = officer
    application.save(update_fields=["officer"])
    event = ApplicationTakenOver(**application_fields(application), taken_from=colleague)
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return application


@transaction.atomic
def return_for_correction(
    *,
    application: Application,
    officer: Officer,
    reason: str,
    remarks: Mapping[str, str],
    due_on: datetime.date,
    at: datetime.datetime,
) -> CorrectionRequest:
    """Ask the applicant to mend the marked answers by a date; the clock stands until they do.

    `remarks` says by question what is wrong. Raises `NotYours`, `NotTaken`, `ReasonMissing`, `WrongMoment`.
    """
    application = lock_application(application)
    require_permission(officer, CaseAction.RETURN, application)
    _require_own(application, officer)
    if not reason.strip():
        raise CaseReasonMissing(_("Write why the application is returned, so that the applicant knows what to do."))
    if application.form_version is None:
        raise WrongCaseStatus(_("A paper application is corrected at the desk: call the applicant."))
    known = {question.key for question in application.form_version.eform.questions if question.is_answerable}
    marked = {key: text.strip() for key, text in remarks.items() if key in known}
    if not marked:
        raise CaseReasonMissing(_("Mark at least one answer to be corrected."))
    if due_on <= application.centre.today(at):
        raise WrongCaseStatus(_("Give the applicant time: choose a date after today."))
    correction = CorrectionRequest.objects.create(
        application=application, reason=reason.strip(), remarks=marked, due_on=due_on, officer=officer, asked_at=at
    )
    change = change_status(application, ApplicationStatus.RETURNED, at=at, officer=officer, note=reason.strip())
    deadlines.pause(application, at=at)
    event = ApplicationReturned(
        **application_fields(application),
        questions=tuple(sorted(marked)),
        until=due_on,
        correction_id=correction.pk,
        status_change_id=change.pk,
    )
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return correction


@transaction.atomic
def extend(*, application: Application, officer: Officer, days: int, reason: str, at: datetime.datetime) -> Application:
    """Take more time, with a reason that the applicant is told. Raises `NotYours`, `ReasonMissing`, `WrongMoment`."""
    application = lock_application(application)
    require_permission(officer, CaseAction.EXTEND, application)
    if application.status not in (ApplicationStatus.REGISTERED, ApplicationStatus.IN_WORK):
        raise WrongCaseStatus(_("The term can be extended while the application is being worked on."))
    if not reason.strip():
        raise CaseReasonMissing(_("Write why more time is needed: the applicant will read it."))
    if not 1 <= days <= MAX_EXTENSION_DAYS:
        raise WrongCaseStatus(_("Extend by 1 to %(most)d days.") % {"most": MAX_EXTENSION_DAYS})
    extension = deadlines.extend(application, days=days, reason=reason.strip(), officer=officer, at=at)
    event = ApplicationDeadlineExtended(
        **application_fields(application), days=days, due_on=extension.deadline.due_on, extension_id=extension.pk
    )
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return application


@transaction.atomic
def decide(
    *,
    application: Application,
    officer: Officer,
    outcome: DecisionOutcome,
    at: datetime.datetime,
    ground: RefusalGround | str | None = None,
    reasons: str = "",
) -> Decision:
    """Grant or refuse. A refusal names a ground from the card, says why in this case, and how to appeal is added.

    Another system, which does not know our card, gives the ground in its own words.
    Raises `NotYours`, `NotTaken`, `GroundMissing`, `ReasonMissing`, `WrongMoment`.
    """
    application = lock_application(application)
    require_permission(officer, CaseAction.DECIDE, application)
    _require_own(application, officer)
    words = appeal = ""
    if outcome == DecisionOutcome.REFUSED:
        words, appeal = _ground(application, officer, ground)
        if not reasons.strip():
            raise CaseReasonMissing(_("Write the reasons of the refusal: the applicant will read them."))
    change = change_status(application, ApplicationStatus.DECIDED, at=at, officer=officer)
    decision = Decision.objects.create(
        application=application,
        outcome=outcome,
        ground=words,
        reasons=reasons.strip(),
        appeal=appeal,
        officer=officer,
        at=at,
    )
    event = ApplicationDecided(
        **application_fields(application), outcome=outcome, decision_id=decision.pk, status_change_id=change.pk
    )
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return decision


def _ground(application: Application, officer: Officer, ground: RefusalGround | str | None) -> tuple[str, str]:
    """Return the ground of a refusal in words, and how to appeal. Raises `GroundMissing`."""
    if isinstance(ground, str) and ground.strip() and officer.is_system:
        return ground.strip(), _usual_appeal()
    if not isinstance(ground, RefusalGround) or ground.card.service_id != application.service_id:
        raise RefusalGroundMissing(_("Choose the ground of refusal from the service’s card."))
    return ground.text, ground.card.appeal or _usual_appeal()


def _usual_appeal() -> str:
    """Return what is said where the card says nothing: in the language of cards, whatever the officer reads."""
    with override(settings.LANGUAGE_CODE):
        return _("You can complain to the body that decided, or go to court. The centre will tell you where and how.")


def _require_own(application: Application, officer: Officer) -> None:
    if application.officer_id not in (None, officer.pk) and not officer.is_head:
        raise CaseTakenByColleague(_("A colleague works this case. Take it over first, or ask the head of the centre."))
