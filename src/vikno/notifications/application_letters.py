"""Letters about an application. The body of each kind is a template in `templates/notifications`."""

import datetime
from functools import singledispatch
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from vikno.applications.events import (
    ApplicationDeadlineExtended,
    ApplicationDecided,
    ApplicationDraftWaits,
    ApplicationEvent,
    ApplicationIssued,
    ApplicationProgressed,
    ApplicationRegistered,
    ApplicationReturned,
    ApplicationSubmitted,
    ApplicationTaken,
)
from vikno.applications.models import Application, ApplicationStatus, Deadline, DeadlineExtension, DecisionOutcome
from vikno.applications.queries import form_of
from vikno.applications.status_words import letter_subject
from vikno.kernel import dates, public_urls
from vikno.notifications.models import NotificationKind
from vikno.notifications.notification_content import NotificationContent, collapse_blank_lines, single_line

SUBJECT_MAX_LENGTH = 120

Row = TypeVar("Row", bound=Model)


def compose(event: ApplicationEvent, kind: NotificationKind, application: Application) -> NotificationContent:
    """Return the letter about an event, in the language of the applicant."""
    person = application.applicant
    language = person.language if person else settings.LANGUAGE_CODE
    with translation.override(language):
        deadline = Deadline.objects.filter(application=application).first()
        facts = {
            "application": application,
            "service": application.service.title,
            "number": application.number or "",
            "centre": application.centre,
            "at_desk": person is None,
            "due": dates.format_date(deadline.due_on) if deadline and not deadline.is_paused else "",
            **event_facts(event, application),
        }
        if kind == NotificationKind.DRAFT_WAITS:
            title = Truncator(application.service.title).chars(SUBJECT_MAX_LENGTH)
            subject = _("Not sent yet: %(service)s") % {"service": title}
        elif kind == NotificationKind.PROGRESSED:
            subject = str(facts["headline"])
        else:
            subject = letter_subject(
                kind,
                number=application.number,
                is_again=facts.get("is_again", False),
                is_refusal=kind == NotificationKind.DECIDED and facts["decision"].is_refusal,
            )
        return NotificationContent(
            kind=kind,
            application=application,
            person=person,
            language=language,
            subject=single_line(subject),
            body=collapse_blank_lines(render_to_string(f"notifications/{kind}.txt", facts)),
        )


def page_url(kind: NotificationKind, application: Application, language: str) -> str:
    """Return the address of the page where the reader sees more, or makes the correction."""
    if application.applicant is None:
        return public_urls.public_url("content:status", language=language)
    name = {NotificationKind.RETURNED: "cabinet:correct", NotificationKind.DRAFT_WAITS: "cabinet:check"}.get(
        kind, "cabinet:application"
    )
    return public_urls.public_url(name, application.uid, language=language)


@singledispatch
def event_facts(event: ApplicationEvent, application: Application) -> dict[str, Any]:
    """Return what the letter about this type of event says beside what all letters say."""
    return {}


def _row(rows: QuerySet[Row], key: int | None) -> Row:
    """Return the row that an event names, or the newest one: an event recorded before events named rows has no key."""
    return rows.get(pk=key) if key is not None else rows.latest("pk")


@event_facts.register
def _submitted(event: ApplicationSubmitted, application: Application) -> dict[str, Any]:
    assert application.submitted_at is not None
    return {"sent": dates.format_datetime(application.submitted_at, application.centre.zone)}


@event_facts.register
def _registered(event: ApplicationRegistered, application: Application) -> dict[str, Any]:
    return {"registration": event.registration, "on": dates.format_date(event.on)}


@event_facts.register
def _taken(event: ApplicationTaken, application: Application) -> dict[str, Any]:
    changes = application.status_changes.filter(after=ApplicationStatus.IN_WORK)
    change = _row(changes, event.status_change_id)
    return {
        "officer": change.officer.person.short_name if change.officer else "",
        "is_again": change.before == ApplicationStatus.SUBMITTED,
    }


@event_facts.register
def _returned(event: ApplicationReturned, application: Application) -> dict[str, Any]:
    correction = _row(application.corrections.all(), event.correction_id)
    labels = {question.key: question.label for question in form_of(application).questions}
    remarks = [{"label": labels[key], "text": correction.remarks[key]} for key in labels if key in correction.remarks]
    return {"reason": correction.reason, "remarks": remarks, "until": dates.format_date(correction.due_on)}


@event_facts.register
def _extended(event: ApplicationDeadlineExtended, application: Application) -> dict[str, Any]:
    extension = _row(DeadlineExtension.objects.filter(deadline__application=application), event.extension_id)
    return {"reason": extension.reason, "days": event.days, "new_due": dates.format_date(event.due_on)}


@event_facts.register
def _progressed(event: ApplicationProgressed, application: Application) -> dict[str, Any]:
    languages = (translation.get_language() or "", settings.LANGUAGE_CODE, *event.words)
    number = {"number": application.number}
    action, news = _("Application %(number)s: your action is needed"), _("Application %(number)s: news")
    return {
        "words": next((event.words[language] for language in languages if event.words.get(language)), ""),
        "needs_action": event.needs_action,
        "headline": (action if event.needs_action else news) % number,
    }


@event_facts.register
def _decided(event: ApplicationDecided, application: Application) -> dict[str, Any]:
    # A case has one decision.
    return {"decision": application.decision, "is_granted": event.outcome == DecisionOutcome.GRANTED}


@event_facts.register
def _issued(event: ApplicationIssued, application: Application) -> dict[str, Any]:
    return {"result": _row(application.results.all(), event.result_id)}


@event_facts.register
def _draft_waits(event: ApplicationDraftWaits, application: Application) -> dict[str, Any]:
    expires_at = application.saved_at + datetime.timedelta(days=settings.DRAFT_KEPT_DAYS)
    return {"kept_until": dates.format_date(expires_at.astimezone(application.centre.zone).date())}
