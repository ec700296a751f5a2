"""The progress of an application, for a reader who shows its number and code but has not signed in.

Nothing here names a person, a decision or a document: a receipt can be lost.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from vikno.applications.models import STATUSES_AT_CENTRE, Application, ApplicationChannel, ApplicationStatus, Deadline
from vikno.applications.queries import TimelineEntry
from vikno.applications.status_words import StatusAudience, status_words, where_to_look
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
        """Return whether there is something to see or do in the cabinet."""
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
    if request := open_action_request(application):
        head, more = request.text or _("Your action is needed."), where_to_look(application)
    else:
        words = status_words(application, StatusAudience.GUEST)
        head, more = str(words.headline), str(words.details)
    return ApplicationProgress(
        application=application,
        head=head,
        more=more,
        # Who acted, and what they wrote, is for the applicant after signing in.
        moments=[replace(moment, by="", note="") for moment in case_timeline_for(application)],
        deadline=getattr(application, "deadline", None),
    )
