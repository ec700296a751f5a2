"""Where an application stands, for somebody who shows its number and code but has not signed in.

Nothing here names a person, a decision or a document: a receipt can be lost.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from vikno.applications.models import CENTRE_WORKS, Application, Channel, Deadline, Status
from vikno.applications.queries import Moment, open_correction
from vikno.integration.chain import call_to, chain_for
from vikno.kernel.dates import day


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The state in words, and what is or is not asked of the applicant now."""

    application: Application
    head: str
    more: str
    moments: list[Moment]
    deadline: Deadline | None

    @property
    def can_sign_in(self) -> bool:
        """Say whether there is something to see or do in the cabinet."""
        waiting = (Status.RETURNED, Status.DECIDED, Status.ISSUED)
        return self.application.channel == Channel.ONLINE and self.application.status in waiting

    @property
    def waits_for_decision(self) -> bool:
        return self.application.status in (*CENTRE_WORKS, Status.RETURNED)

    @property
    def decision_by(self) -> str:
        """Return when the decision is due; an empty text while the term stands."""
        if self.deadline is None or self.deadline.is_paused:
            return ""
        return _("by %(date)s") % {"date": day(self.deadline.due_on)}


def progress_of(application: Application) -> Progress:
    head, more = _words(application)
    return Progress(
        application=application,
        head=head,
        more=more,
        # Who acted, and what they wrote, is for the applicant after signing in.
        moments=[replace(moment, by="", note="") for moment in chain_for(application)],
        deadline=getattr(application, "deadline", None),
    )


def _words(application: Application) -> tuple[str, str]:
    where = _where_to_look(application)
    if call := call_to(application):
        return call.text or _("Your action is needed."), where
    match application.status:
        case Status.RETURNED:
            return _("The centre asks You to correct the application."), f"{_answer_by(application)}{where}"
        case Status.DECIDED:
            return _("The decision is made."), where
        case Status.ISSUED:
            return _("The result is ready."), where
        case Status.WITHDRAWN:
            return _("The application was withdrawn."), _("Nobody works on it any more.")
        case Status.IN_WORK:
            return _("An officer checks the application and the documents."), _nothing_needed(application)
        case Status.REGISTERED:
            return _("The centre has registered the application."), _nothing_needed(application)
    return _("The centre has received the application."), _nothing_needed(application)


def _answer_by(application: Application) -> str:
    correction = open_correction(application)
    return _("Answer by %(date)s.") % {"date": day(correction.due_on)} + " " if correction else ""


def _where_to_look(application: Application) -> str:
    if application.channel == Channel.ONLINE:
        return _("Sign in to see it.")
    return _("Come to the centre with Your document.")


def _nothing_needed(application: Application) -> str:
    deadline: Deadline | None = getattr(application, "deadline", None)
    if deadline is None or deadline.is_paused:
        return _("Nothing is needed from You.")
    return _("Nothing is needed from You. Decision by %(date)s.") % {"date": day(deadline.due_on)}
