"""The words for the status of an application, by who reads them: on pages, in the timeline, in the subject of a letter."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vikno.applications.models import Application, ApplicationChannel, ApplicationStatus, CorrectionRequest, Deadline
from vikno.kernel.dates import format_date

Text = str | Promise
Status = ApplicationStatus


class StatusAudience(StrEnum):
    """The readers of a status. A guest shows number and code without signing in, so reads nothing of persons and decisions."""

    APPLICANT = "applicant"
    GUEST = "guest"
    OFFICER = "officer"


@dataclass(frozen=True, kw_only=True)
class StatusWords:
    """The status of an application in words, and its consequence for the reader."""

    headline: Text
    details: Text = ""


# States that a reader tells apart within one status: submitted, or taken up, again after a correction; decided as a refusal.
RESUBMITTED = "resubmitted"
REFUSED = "refused"
TAKEN_AGAIN = "taken_again"
# Moments of the timeline that are no status: a number of an earlier day, an acknowledgement by the centre.
REGISTERED_EARLIER = "registered_earlier"
RECEIVED = "received"

_NOTHING_NEEDED = _("Nothing is needed from you.")
_NOTHING_NEEDED_UNTIL = _("Nothing is needed from you. Decision by %(date)s.")
_RECEIVED = _("The centre has received the application.")
_REGISTERED_AS = _("The centre registered the application under number %(number)s.")
_CHECKED = _("An officer checks the application and the documents.")
_CORRECTION_ASKED = _("The centre asks you to correct the application.")
_RESULT_READY = _("The result is ready.")
_NOBODY_WORKS = _("Nobody works on it any more.")
_WAITS_FOR_OFFICER = _("The case waits for an officer.")

STATUS_WORDS: dict[StatusAudience, dict[str, StatusWords]] = {
    StatusAudience.APPLICANT: {
        Status.SUBMITTED: StatusWords(headline=_RECEIVED, details=_NOTHING_NEEDED),
        RESUBMITTED: StatusWords(headline=_REGISTERED_AS, details=_NOTHING_NEEDED),
        Status.REGISTERED: StatusWords(headline=_REGISTERED_AS, details=_NOTHING_NEEDED),
        Status.IN_WORK: StatusWords(headline=_CHECKED, details=_NOTHING_NEEDED),
        # The headline is what the officer wrote, where there is an open correction request.
        Status.RETURNED: StatusWords(
            headline=_CORRECTION_ASKED, details=_("Answer by %(date)s. The term stands while we wait for you.")
        ),
        Status.DECIDED: StatusWords(
            headline=_("The decision is positive, we prepare the document."),
            details=_("We will write as soon as it is ready."),
        ),
        REFUSED: StatusWords(
            headline=_("The application was refused."), details=_("Open it to read why and how to appeal.")
        ),
        Status.ISSUED: StatusWords(headline=_RESULT_READY, details=_("Open the application to take it.")),
        Status.WITHDRAWN: StatusWords(headline=_("You withdrew this application."), details=_NOBODY_WORKS),
    },
    StatusAudience.GUEST: {
        Status.SUBMITTED: StatusWords(headline=_RECEIVED, details=_NOTHING_NEEDED),
        Status.REGISTERED: StatusWords(
            headline=_("The centre has registered the application."), details=_NOTHING_NEEDED
        ),
        Status.IN_WORK: StatusWords(headline=_CHECKED, details=_NOTHING_NEEDED),
        Status.RETURNED: StatusWords(headline=_CORRECTION_ASKED, details=_("Answer by %(date)s.")),
        Status.DECIDED: StatusWords(headline=_("The decision is made.")),
        Status.ISSUED: StatusWords(headline=_RESULT_READY),
        Status.WITHDRAWN: StatusWords(headline=_("The application was withdrawn."), details=_NOBODY_WORKS),
    },
    StatusAudience.OFFICER: {
        Status.SUBMITTED: StatusWords(headline=Status.SUBMITTED.label, details=_WAITS_FOR_OFFICER),
        RESUBMITTED: StatusWords(headline=_("Correction sent"), details=_WAITS_FOR_OFFICER),
        Status.REGISTERED: StatusWords(headline=Status.REGISTERED.label, details=_WAITS_FOR_OFFICER),
        Status.IN_WORK: StatusWords(headline=Status.IN_WORK.label, details=_("%(name)s works on this case.")),
        Status.RETURNED: StatusWords(
            headline=_("Waiting for the applicant"),
            details=_("The applicant corrects the application. The term stands until they answer."),
        ),
        Status.DECIDED: StatusWords(
            headline=Status.DECIDED.label, details=_("The decision is made. The result is to be handed over.")
        ),
        Status.ISSUED: StatusWords(headline=Status.ISSUED.label, details=_("The case is finished.")),
        Status.WITHDRAWN: StatusWords(
            headline=Status.WITHDRAWN.label, details=_("The applicant has withdrawn the application.")
        ),
    },
}

TIMELINE_TITLES: dict[str, Text] = {
    Status.SUBMITTED: _("Sent"),
    RESUBMITTED: _("Correction sent"),
    Status.REGISTERED: _("Registered under number %s"),
    REGISTERED_EARLIER: _("Registered under number %(number)s of %(on)s"),
    RECEIVED: _("Received by the centre"),
    TAKEN_AGAIN: _("Taken up again"),
    Status.IN_WORK: _("Taken to work"),
    Status.RETURNED: _("Returned for correction"),
    Status.DECIDED: _("Decision made"),
    Status.ISSUED: _("Result handed over"),
    Status.WITHDRAWN: _("Withdrawn by the applicant"),
}
# By the event that the letter is about; a refusal and a case taken up again have words of their own.
LETTER_SUBJECTS: dict[str, Text] = {
    "submitted": _("Application %(number)s: we have received it"),
    "registered": _("Application %(number)s: registered"),
    "taken": _("Application %(number)s: taken to work"),
    TAKEN_AGAIN: _("Application %(number)s: we go on with your correction"),
    "returned": _("Application %(number)s: your action is needed"),
    "resubmitted": _("Application %(number)s: we have received your correction"),
    "extended": _("Application %(number)s: we need more time"),
    "decided": _("Application %(number)s: granted"),
    REFUSED: _("Application %(number)s: refused, and why"),
    "issued": _("Application %(number)s: the result is ready"),
    "withdrawn": _("Application %(number)s: withdrawn"),
}


def status_words(application: Application, audience: StatusAudience) -> StatusWords:
    """Return where an application that was sent stands, in the words for this audience."""
    match audience:
        case StatusAudience.OFFICER:
            return _words_for_officer(application)
        case StatusAudience.GUEST:
            return _words_for_guest(application)
    return _words_for_applicant(application)


def _words_for_officer(application: Application) -> StatusWords:
    words = STATUS_WORDS[StatusAudience.OFFICER][_status_or_resubmitted(application)]
    details = words.details
    if application.status == Status.IN_WORK:
        name = application.officer.person.short_name if application.officer else ""
        details = str(details) % {"name": name}
    return StatusWords(headline=str(words.headline), details=str(details))


def _words_for_guest(application: Application) -> StatusWords:
    words = STATUS_WORDS[StatusAudience.GUEST][application.status]
    details = str(words.details)
    if application.status == Status.RETURNED:
        correction = CorrectionRequest.open_for(application)
        details = details % {"date": format_date(correction.due_on)} if correction else ""
    elif words.details is _NOTHING_NEEDED:
        return StatusWords(headline=str(words.headline), details=nothing_needed(application))
    if application.status in (Status.RETURNED, Status.DECIDED, Status.ISSUED):
        details = f"{details} {where_to_look(application)}".strip()
    return StatusWords(headline=str(words.headline), details=details)


def _words_for_applicant(application: Application) -> StatusWords:
    status = _status_or_resubmitted(application)
    if status in (Status.DECIDED, Status.ISSUED) and application.decision.is_refusal:
        status = REFUSED
    words = STATUS_WORDS[StatusAudience.APPLICANT][status]
    if status == Status.RETURNED:
        correction = CorrectionRequest.open_for(application)
        if correction is None:
            return StatusWords(headline=str(words.headline))
        date = format_date(correction.due_on)
        return StatusWords(headline=correction.reason, details=str(words.details) % {"date": date})
    headline = str(words.headline)
    if words.headline is _REGISTERED_AS:
        headline = headline % {"number": application.registration.number}
    details = nothing_needed(application) if words.details is _NOTHING_NEEDED else str(words.details)
    return StatusWords(headline=headline, details=details)


def _status_or_resubmitted(application: Application) -> str:
    is_resubmitted = application.status == Status.SUBMITTED and hasattr(application, "registration")
    return RESUBMITTED if is_resubmitted else application.status


def nothing_needed(application: Application) -> str:
    """Return that the applicant need do nothing, with the date of the decision while the term runs."""
    deadline: Deadline | None = getattr(application, "deadline", None)
    if deadline is None or deadline.is_paused:
        return str(_NOTHING_NEEDED)
    return str(_NOTHING_NEEDED_UNTIL) % {"date": format_date(deadline.due_on)}


def where_to_look(application: Application) -> str:
    """Return where a guest learns the rest: in the cabinet, or at the centre for a paper application."""
    if application.channel == ApplicationChannel.ONLINE:
        return gettext("Sign in to see it.")
    return gettext("Come to the centre with your document.")


def status_label(status: ApplicationStatus) -> Text:
    """Return the officer's name of a status."""
    return STATUS_WORDS[StatusAudience.OFFICER][status].headline


def timeline_title(before: str, after: str, *, registration_number: str = "") -> str:
    """Return the title of a status change in the timeline of a case."""
    match before, after:
        case Status.RETURNED, Status.SUBMITTED:
            after = RESUBMITTED
        # A case that is taken up without being registered anew was registered before its correction.
        case Status.SUBMITTED, Status.IN_WORK:
            after = TAKEN_AGAIN
        case _, Status.REGISTERED:
            return str(TIMELINE_TITLES[after]) % registration_number
    return str(TIMELINE_TITLES[after])


def earlier_registration_title(number: str, on: datetime.date) -> str:
    """Return the title of a registration whose date is not the day on which it became known here."""
    return str(TIMELINE_TITLES[REGISTERED_EARLIER]) % {"number": number, "on": format_date(on)}


def letter_subject(event: str, *, number: str | None, is_again: bool = False, is_refusal: bool = False) -> str:
    """Return the subject of the letter about an event of an application."""
    if event == "decided" and is_refusal:
        event = REFUSED
    elif event == "taken" and is_again:
        event = TAKEN_AGAIN
    return str(LETTER_SUBJECTS[event]) % {"number": number}
