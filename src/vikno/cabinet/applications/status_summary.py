"""The status of an application in words for its applicant: the answer first, then what is or is not needed from them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vikno.applications.models import STATUSES_AT_CENTRE, Application
from vikno.applications.status_words import StatusAudience, status_words
from vikno.integration.case_timeline import open_action_request


@dataclass(frozen=True, kw_only=True)
class StatusSummary:
    """`needs_action`: the system that works on the case asks the applicant for something."""

    headline: str
    details: str = ""
    needs_action: bool = False


def summarise_status(application: Application) -> StatusSummary:
    """Return where an application that was sent stands."""
    request = open_action_request(application) if application.status in STATUSES_AT_CENTRE else None
    if request is not None:
        return StatusSummary(
            headline=request.text or _("Your action is needed."),
            details=request.note or _("Ask at your centre if you are not sure what to do."),
            needs_action=True,
        )
    words = status_words(application, StatusAudience.APPLICANT)
    return StatusSummary(headline=str(words.headline), details=str(words.details))
