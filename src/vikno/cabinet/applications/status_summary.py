"""Where a case stands, in words for its applicant: the answer first, then what is or is not asked of them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vikno.applications.models import Application, ApplicationStatus, Deadline
from vikno.integration.case_timeline import open_action_request
from vikno.kernel.dates import format_date


@dataclass(frozen=True, kw_only=True)
class StatusSummary:
    """`is_call`: the system that works on the case asks for something."""

    headline: str
    details: str = ""
    needs_action: bool = False


def summarise_status(application: Application) -> StatusSummary:
    """Say where an application that was sent stands."""
    match application.status:
        case ApplicationStatus.DECIDED | ApplicationStatus.ISSUED:
            return _decided(application)
        case ApplicationStatus.WITHDRAWN:
            return StatusSummary(
                headline=_("You withdrew this application."), details=_("Nobody works on it any more.")
            )
        case ApplicationStatus.RETURNED:
            return _returned(application)
    if call := open_action_request(application):
        asked = call.text or _("Your action is needed.")
        return StatusSummary(
            headline=asked,
            details=call.note or _("Ask at your centre if you are not sure what to do."),
            needs_action=True,
        )
    return StatusSummary(headline=_at_the_centre(application), details=_nothing_needed(application))


def _at_the_centre(application: Application) -> str:
    registration = getattr(application, "registration", None)
    if application.status == ApplicationStatus.IN_WORK:
        return _("An officer checks the application and the documents.")
    if registration is not None:
        return _("The centre registered the application under number %(number)s.") % {"number": registration.number}
    return _("The centre has received the application.")


def _nothing_needed(application: Application) -> str:
    deadline: Deadline | None = getattr(application, "deadline", None)
    if deadline is None or deadline.is_paused:
        return _("Nothing is needed from you.")
    return _("Nothing is needed from you. Decision by %(date)s.") % {"date": format_date(deadline.due_on)}


def _returned(application: Application) -> StatusSummary:
    correction = next(iter(one for one in application.corrections.all() if one.answered_at is None), None)
    if correction is None:
        return StatusSummary(headline=_("The centre asks you to correct the application."))
    return StatusSummary(
        headline=correction.reason,
        details=_("Answer by %(date)s. The term stands while we wait for you.")
        % {"date": format_date(correction.due_on)},
    )


def _decided(application: Application) -> StatusSummary:
    decision = application.decision
    if decision.is_refusal:
        return StatusSummary(
            headline=_("The application was refused."), details=_("Open it to read why and how to appeal.")
        )
    if application.status == ApplicationStatus.ISSUED:
        return StatusSummary(headline=_("The result is ready."), details=_("Open the application to take it."))
    return StatusSummary(
        headline=_("The decision is positive, we prepare the document."),
        details=_("We will write as soon as it is ready."),
    )
