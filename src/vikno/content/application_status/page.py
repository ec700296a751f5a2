"""Where an application stands, for somebody who shows its number and code but has not signed in.

Nothing here names a person, a decision or a document: a receipt can be lost.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from vikno.applications.models import STATUSES_AT_CENTRE, Application, ApplicationChannel, ApplicationStatus, Deadline
from vikno.applications.queries import TimelineEntry, open_correction
from vikno.integration.case_timeline import case_timeline_for, open_action_request
from vikno.kernel.dates import format_date


@dataclass(frozen=True, kw_only=True)
class ApplicationProgress:
    """The state in words, and what is or is not asked of the applicant now."""

    application: Application
    head: str
    more: str
    moments: list[TimelineEntry]
    deadline: Deadline | None

    @property
    def can_sign_in(self) -> bool:
        """Say whether there is something to see or do in the cabinet."""
        waiting = (ApplicationStatus.RETURNED, ApplicationStatus.DECIDED, ApplicationStatus.ISSUED)
        return self.application.channel == ApplicationChannel.ONLINE and self.application.status in waiting

    @property
    def waits_for_decision(self) -> bool:
        return self.application.status in (*STATUSES_AT_CENTRE, ApplicationStatus.RETURNED)

    @property
    def decision_by(self) -> str:
        """Return when the decision is due; an empty text while the term stands."""
        if self.deadline is None or self.deadline.is_paused:
            return ""
        return _("by %(date)s") % {"date": format_date(self.deadline.due_on)}


def application_progress(application: Application) -> ApplicationProgress:
    head, more = _words(application)
    return ApplicationProgress(
        application=application,
        head=head,
        more=more,
        # Who acted, and what they wrote, is for the applicant after signing in.
        moments=[replace(moment, by="", note="") for moment in case_timeline_for(application)],
        deadline=getattr(application, "deadline", None),
    )


def _words(application: Application) -> tuple[str, str]:
    where = _where_to_look(application)
    if call := open_action_request(application):
        return call.text or _("Your action is needed."), where
    match application.status:
        case ApplicationStatus.RETURNED:
            return _("The centre asks you to correct the application."), f"{_answer_by(application)}{where}"
        case ApplicationStatus.DECIDED:
            return _("The decision is made."), where
        case ApplicationStatus.ISSUED:
            return _("The result is ready."), where
        case ApplicationStatus.WITHDRAWN:
            return _("The application was withdrawn."), _("Nobody works on it any more.")
        case ApplicationStatus.IN_WORK:
            return _("An officer checks the application and the documents."), _nothing_needed(application)
        case ApplicationStatus.REGISTERED:
            return _("The centre has registered the application."), _nothing_needed(application)
    return _("The centre has received the application."), _nothing_needed(application)


def _answer_by(application: Application) -> str:
    correction = open_correction(application)
    return _("Answer by %(date)s.") % {"date": format_date(correction.due_on)} + " " if correction else ""


def _where_to_look(application: Application) -> str:
    if application.channel == ApplicationChannel.ONLINE:
        return _("Sign in to see it.")
    return _("Come to the centre with your document.")


def _nothing_needed(application: Application) -> str:
    deadline: Deadline | None = getattr(application, "deadline", None)
    if deadline is None or deadline.is_paused:
        return _("Nothing is needed from you.")
    return _("Nothing is needed from you. Decision by %(date)s.") % {"date": format_date(deadline.due_on)}
