"""What is said to whom when something happens to an application: the words are in `templates/notifications`."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from vikno.applications.models import Application, ApplicationStatus, Deadline, DeadlineExtension, DecisionOutcome
from vikno.applications.queries import form_of
from vikno.enquiries.models import Enquiry
from vikno.kernel import dates, public_urls
from vikno.notifications.models import NotificationKind
from vikno.outbox.models import Event
from vikno.people.models import Person

SUBJECT_MAX_LENGTH = 120


@dataclass(frozen=True, kw_only=True)
class NotificationContent:
    """A message in words, in the language of who reads it. `person` is None for somebody from the desk."""

    kind: NotificationKind
    person: Person | None
    language: str
    subject: str
    body: str
    application: Application | None = None
    enquiry: Enquiry | None = None


def kind_of(event: Event) -> NotificationKind | None:
    """Return what a message about this event would be, or None where nobody is told of it."""
    if event.payload.get("quiet"):
        return None
    kind = event.name.removeprefix("application.").replace(".", "_")
    return NotificationKind(kind) if kind in NotificationKind.values else None


def compose(event: Event, kind: NotificationKind, application: Application) -> NotificationContent:
    """Put an event into words."""
    person = application.applicant
    language = person.language if person else settings.LANGUAGE_CODE
    with translation.override(language):
        facts = {"application": application, **_common(application), **_FACTS.get(kind, _nothing)(event, application)}
        body = render_to_string(f"notifications/{kind}.txt", facts)
        return NotificationContent(
            kind=kind,
            application=application,
            person=person,
            language=language,
            subject=single_line(_subject(kind, application, facts)),
            body=collapse_blank_lines(body),
        )


def page_url(kind: NotificationKind, application: Application, language: str) -> str:
    """Return the address of the page where the reader sees more, or does what is asked."""
    if application.applicant is None:
        return public_urls.public_url("content:status", language=language)
    name = {NotificationKind.RETURNED: "cabinet:correct", NotificationKind.DRAFT_WAITS: "cabinet:check"}.get(
        kind, "cabinet:application"
    )
    return public_urls.public_url(name, application.uid, language=language)


def single_line(text: str) -> str:
    return " ".join(text.split())


def collapse_blank_lines(text: str) -> str:
    """Return the text without the empty lines that tags leave behind."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for number, line in enumerate(lines) if line or lines[number - 1])


def _subject(kind: NotificationKind, application: Application, facts: dict[str, Any]) -> str:
    number = {"number": application.number}
    if kind == NotificationKind.DRAFT_WAITS:
        title = Truncator(application.service.title).chars(SUBJECT_MAX_LENGTH)
        return _("Not sent yet: %(service)s") % {"service": title}
    if kind == NotificationKind.DECIDED and facts["decision"].is_refusal:
        return _("Application %(number)s: refused, and why") % number
    if kind == NotificationKind.PROGRESSED:
        return str(facts["headline"])
    if kind == NotificationKind.TAKEN and facts["is_again"]:
        return _("Application %(number)s: we go on with your correction") % number
    return {
        NotificationKind.SUBMITTED: _("Application %(number)s: we have received it"),
        NotificationKind.REGISTERED: _("Application %(number)s: registered"),
        NotificationKind.TAKEN: _("Application %(number)s: taken to work"),
        NotificationKind.RETURNED: _("Application %(number)s: your action is needed"),
        NotificationKind.RESUBMITTED: _("Application %(number)s: we have received your correction"),
        NotificationKind.EXTENDED: _("Application %(number)s: we need more time"),
        NotificationKind.DECIDED: _("Application %(number)s: granted"),
        NotificationKind.ISSUED: _("Application %(number)s: the result is ready"),
        NotificationKind.WITHDRAWN: _("Application %(number)s: withdrawn"),
    }[kind] % number


def _common(application: Application) -> dict[str, Any]:
    deadline = Deadline.objects.filter(application=application).first()
    return {
        "service": application.service.title,
        "number": application.number or "",
        "centre": application.centre,
        "at_desk": application.applicant is None,
        "due": dates.format_date(deadline.due_on) if deadline and not deadline.is_paused else "",
    }


def _nothing(event: Event, application: Application) -> dict[str, Any]:
    return {}


def _submitted(event: Event, application: Application) -> dict[str, Any]:
    return {"sent": dates.format_datetime(event.happened_at, application.centre.zone)}


def _registered(event: Event, application: Application) -> dict[str, Any]:
    on = datetime.date.fromisoformat(event.payload["on"])
    return {"registration": event.payload["registration"], "on": dates.format_date(on)}


def _taken(event: Event, application: Application) -> dict[str, Any]:
    change = application.status_changes.filter(after=ApplicationStatus.IN_WORK, at=event.happened_at).first()
    return {
        "officer": change.officer.person.short_name if change and change.officer else "",
        "is_again": change is not None and change.before == ApplicationStatus.SUBMITTED,
    }


def _returned(event: Event, application: Application) -> dict[str, Any]:
    correction = application.corrections.get(asked_at=event.happened_at)
    form = form_of(application)
    labels = {question.key: question.label for question in form.questions}
    remarks = [{"label": labels[key], "text": correction.remarks[key]} for key in labels if key in correction.remarks]
    return {"reason": correction.reason, "remarks": remarks, "until": dates.format_date(correction.due_on)}


def _extended(event: Event, application: Application) -> dict[str, Any]:
    extension = DeadlineExtension.objects.filter(deadline__application=application, at=event.happened_at).latest("pk")
    due_on = datetime.date.fromisoformat(event.payload["due_on"])
    return {"reason": extension.reason, "days": extension.days, "new_due": dates.format_date(due_on)}


def _progressed(event: Event, application: Application) -> dict[str, Any]:
    words = event.payload["words"]
    told = (
        words.get(translation.get_language() or "") or words.get(settings.LANGUAGE_CODE) or next(iter(words.values()))
    )
    needs_action = bool(event.payload.get("needs_action"))
    number = {"number": application.number}
    action, news = _("Application %(number)s: your action is needed"), _("Application %(number)s: news")
    return {"words": told, "needs_action": needs_action, "headline": (action if needs_action else news) % number}


def _decided(event: Event, application: Application) -> dict[str, Any]:
    return {"decision": application.decision, "is_granted": application.decision.outcome == DecisionOutcome.GRANTED}


def _issued(event: Event, application: Application) -> dict[str, Any]:
    return {"result": application.results.filter(at=event.happened_at).latest("pk")}


def _draft_waits(event: Event, application: Application) -> dict[str, Any]:
    kept = datetime.timedelta(days=settings.DRAFT_KEPT_DAYS)
    zone = application.centre.zone
    return {"kept_until": dates.format_date((application.saved_at + kept).astimezone(zone).date())}


_FACTS = {
    NotificationKind.SUBMITTED: _submitted,
    NotificationKind.REGISTERED: _registered,
    NotificationKind.TAKEN: _taken,
    NotificationKind.RETURNED: _returned,
    NotificationKind.EXTENDED: _extended,
    NotificationKind.PROGRESSED: _progressed,
    NotificationKind.DECIDED: _decided,
    NotificationKind.ISSUED: _issued,
    NotificationKind.DRAFT_WAITS: _draft_waits,
}
