"""What is said to whom when something happens to an application: the words are in `templates/notifications`."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from vikno.applications.models import Application, Deadline, Extension, Outcome, Status
from vikno.applications.queries import form_of
from vikno.enquiries.models import Enquiry
from vikno.kernel import addresses, dates
from vikno.notifications.models import Kind
from vikno.outbox.models import Event
from vikno.people.models import Person

SUBJECT_MOST = 120


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message in words, in the language of who reads it. `person` is None for somebody from the desk."""

    kind: Kind
    person: Person | None
    language: str
    subject: str
    body: str
    application: Application | None = None
    enquiry: Enquiry | None = None


def kind_of(event: Event) -> Kind | None:
    """Return what a message about this event would be, or None where nobody is told of it."""
    if event.payload.get("quiet"):
        return None
    kind = event.name.removeprefix("application.").replace(".", "_")
    return Kind(kind) if kind in Kind.values else None


def compose(event: Event, kind: Kind, application: Application) -> Letter:
    """Put an event into words."""
    person = application.applicant
    language = person.language if person else settings.LANGUAGE_CODE
    with translation.override(language):
        facts = {"application": application, **_common(application), **_FACTS.get(kind, _nothing)(event, application)}
        body = render_to_string(f"notifications/{kind}.txt", facts)
        return Letter(
            kind=kind,
            application=application,
            person=person,
            language=language,
            subject=one_line(_subject(kind, application, facts)),
            body=tidy(body),
        )


def page_of(kind: Kind, application: Application, language: str) -> str:
    """Return the address of the page where the reader sees more, or does what is asked."""
    if application.applicant is None:
        return addresses.public("content:status", language=language)
    name = {Kind.RETURNED: "cabinet:correct", Kind.DRAFT_WAITS: "cabinet:check"}.get(kind, "cabinet:application")
    return addresses.public(name, application.uid, language=language)


def one_line(text: str) -> str:
    return " ".join(text.split())


def tidy(text: str) -> str:
    """Return the text without the empty lines that tags leave behind."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for number, line in enumerate(lines) if line or lines[number - 1])


def _subject(kind: Kind, application: Application, facts: dict[str, Any]) -> str:
    number = {"number": application.number}
    if kind == Kind.DRAFT_WAITS:
        title = Truncator(application.service.title).chars(SUBJECT_MOST)
        return _("Not sent yet: %(service)s") % {"service": title}
    if kind == Kind.DECIDED and facts["decision"].is_refusal:
        return _("Application %(number)s: refused, and why") % number
    if kind == Kind.PROGRESSED:
        return str(facts["headline"])
    if kind == Kind.TAKEN and facts["is_again"]:
        return _("Application %(number)s: we go on with your correction") % number
    return {
        Kind.SUBMITTED: _("Application %(number)s: we have received it"),
        Kind.REGISTERED: _("Application %(number)s: registered"),
        Kind.TAKEN: _("Application %(number)s: taken to work"),
        Kind.RETURNED: _("Application %(number)s: your action is needed"),
        Kind.RESUBMITTED: _("Application %(number)s: we have received your correction"),
        Kind.EXTENDED: _("Application %(number)s: we need more time"),
        Kind.DECIDED: _("Application %(number)s: granted"),
        Kind.ISSUED: _("Application %(number)s: the result is ready"),
        Kind.WITHDRAWN: _("Application %(number)s: withdrawn"),
    }[kind] % number


def _common(application: Application) -> dict[str, Any]:
    deadline = Deadline.objects.filter(application=application).first()
    return {
        "service": application.service.title,
        "number": application.number or "",
        "centre": application.centre,
        "at_desk": application.applicant is None,
        "due": dates.day(deadline.due_on) if deadline and not deadline.is_paused else "",
    }


def _nothing(event: Event, application: Application) -> dict[str, Any]:
    return {}


def _submitted(event: Event, application: Application) -> dict[str, Any]:
    return {"sent": dates.moment(event.happened_at, application.centre.zone)}


def _registered(event: Event, application: Application) -> dict[str, Any]:
    on = datetime.date.fromisoformat(event.payload["on"])
    return {"registration": event.payload["registration"], "on": dates.day(on)}


def _taken(event: Event, application: Application) -> dict[str, Any]:
    change = application.status_changes.filter(after=Status.IN_WORK, at=event.happened_at).first()
    return {
        "officer": change.officer.person.short_name if change and change.officer else "",
        "is_again": change is not None and change.before == Status.SUBMITTED,
    }


def _returned(event: Event, application: Application) -> dict[str, Any]:
    correction = application.corrections.get(asked_at=event.happened_at)
    form = form_of(application)
    labels = {question.key: question.label for question in form.questions}
    remarks = [{"label": labels[key], "text": correction.remarks[key]} for key in labels if key in correction.remarks]
    return {"reason": correction.reason, "remarks": remarks, "until": dates.day(correction.due_on)}


def _extended(event: Event, application: Application) -> dict[str, Any]:
    extension = Extension.objects.filter(deadline__application=application, at=event.happened_at).latest("pk")
    due_on = datetime.date.fromisoformat(event.payload["due_on"])
    return {"reason": extension.reason, "days": extension.days, "new_due": dates.day(due_on)}


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
    return {"decision": application.decision, "is_granted": application.decision.outcome == Outcome.GRANTED}


def _issued(event: Event, application: Application) -> dict[str, Any]:
    return {"result": application.results.filter(at=event.happened_at).latest("pk")}


def _draft_waits(event: Event, application: Application) -> dict[str, Any]:
    kept = datetime.timedelta(days=settings.DRAFT_KEPT_DAYS)
    zone = application.centre.zone
    return {"kept_until": dates.day((application.saved_at + kept).astimezone(zone).date())}


_FACTS = {
    Kind.SUBMITTED: _submitted,
    Kind.REGISTERED: _registered,
    Kind.TAKEN: _taken,
    Kind.RETURNED: _returned,
    Kind.EXTENDED: _extended,
    Kind.PROGRESSED: _progressed,
    Kind.DECIDED: _decided,
    Kind.ISSUED: _issued,
    Kind.DRAFT_WAITS: _draft_waits,
}
