"""Where a case stands, in words for its applicant: the answer first, then what is or is not asked of them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vikno.applications.models import Application, Deadline, Status
from vikno.integration.chain import call_to
from vikno.kernel.dates import day


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`is_call`: the system that works on the case asks for something."""

    head: str
    more: str = ""
    is_call: bool = False


def standing_of(application: Application) -> Standing:
    """Say where an application that was sent stands."""
    match application.status:
        case Status.DECIDED | Status.ISSUED:
            return _decided(application)
        case Status.WITHDRAWN:
            return Standing(head=_("You withdrew this application."), more=_("Nobody works on it any more."))
        case Status.RETURNED:
            return _returned(application)
    if call := call_to(application):
        asked = call.text or _("Your action is needed.")
        return Standing(
            head=asked, more=call.note or _("Ask at Your centre if You are not sure what to do."), is_call=True
        )
    return Standing(head=_at_the_centre(application), more=_nothing_needed(application))


def _at_the_centre(application: Application) -> str:
    registration = getattr(application, "registration", None)
    if application.status == Status.IN_WORK:
        return _("An officer checks the application and the documents.")
    if registration is not None:
        return _("The centre registered the application under number %(number)s.") % {"number": registration.number}
    return _("The centre has received the application.")


def _nothing_needed(application: Application) -> str:
    deadline: Deadline | None = getattr(application, "deadline", None)
    if deadline is None or deadline.is_paused:
        return _("Nothing is needed from You.")
    return _("Nothing is needed from You. Decision by %(date)s.") % {"date": day(deadline.due_on)}


def _returned(application: Application) -> Standing:
    correction = next(iter(one for one in application.corrections.all() if one.answered_at is None), None)
    if correction is None:
        return Standing(head=_("The centre asks You to correct the application."))
    return Standing(
        head=correction.reason,
        more=_("Answer by %(date)s. The term stands while we wait for You.") % {"date": day(correction.due_on)},
    )


def _decided(application: Application) -> Standing:
    decision = application.decision
    if decision.is_refusal:
        return Standing(head=_("The application was refused."), more=_("Open it to read why and how to appeal."))
    if application.status == Status.ISSUED:
        return Standing(head=_("The result is ready."), more=_("Open the application to take it."))
    return Standing(
        head=_("The decision is positive, we prepare the document."), more=_("We will write as soon as it is ready.")
    )
