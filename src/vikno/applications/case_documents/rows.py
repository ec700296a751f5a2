"""Rows of the documents of a case, as text."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vikno.applications.models import (
    Application,
    ApplicationChannel,
    ApplicationStatus,
    Deadline,
    Registration,
    Submission,
)
from vikno.applications.queries import attachments_of, timeline
from vikno.catalogue.models import CardStage
from vikno.centres.models import Officer
from vikno.centres.working_days import DayUnit
from vikno.kernel import dates

# Cards, forms and answers are content: they are in the language of the site.
CONTENT_LANGUAGE = settings.LANGUAGE_CODE

# The stages of a case in order: the routing slip lists those that are still ahead.
STAGE_ORDER = (
    ApplicationStatus.REGISTERED,
    ApplicationStatus.IN_WORK,
    ApplicationStatus.DECIDED,
    ApplicationStatus.ISSUED,
)

DocumentRow = dict[str, Any]


def summary_facts(application: Application) -> list[DocumentRow]:
    """Return the four facts in the box of the receipt."""
    assert application.submitted_at is not None
    deadline = _deadline(application)
    return [
        {
            "label": _("Application number"),
            "value": application.number,
            "more": _("Name it when you call"),
            "is_code": True,
        },
        {
            "label": _("Access code"),
            "value": application.access_code,
            "more": _("To see the status without signing in. Show it to nobody"),
            "is_code": True,
        },
        {
            "label": _("Sent"),
            "value": dates.format_datetime(application.submitted_at, application.centre.zone),
            "more": _("At the desk") if application.channel == ApplicationChannel.DESK else _("Online"),
        },
        {
            "label": _("Decision no later than"),
            "value": _("The term is paused") if deadline.is_paused else dates.format_date(deadline.due_on),
            "more": _term(deadline),
        },
    ]


def _deadline(application: Application) -> Deadline:
    return Deadline.objects.get(application=application)


def _term(deadline: Deadline) -> str:
    if deadline.unit == DayUnit.WORKING:
        days = ngettext("%d working day", "%d working days", deadline.days)
    else:
        days = ngettext("%d calendar day", "%d calendar days", deadline.days)
    return days % deadline.days


def _fact(label: str, text: str) -> DocumentRow:
    return {"label": label, "text": text}


def _without_empty(facts: Iterable[DocumentRow]) -> list[DocumentRow]:
    return [fact for fact in facts if fact["text"]]


def receipt_facts(application: Application, submission: Submission) -> list[DocumentRow]:
    corrected = dates.format_datetime(submission.at, application.centre.zone) if submission.number > 1 else ""
    return _without_empty(
        [
            *_applicant_facts(application),
            _fact(_("We write to"), application.applicant_email),
            _fact(_("Corrected"), corrected),
            *_registration_facts(application),
        ]
    )


def _applicant_facts(application: Application) -> list[DocumentRow]:
    """Return the applicant and, where they act for another, for whom and by which document."""
    return [
        _fact(_("Applicant"), application.applicant_name),
        _fact(_("Acts for"), application.represented_name),
        _fact(_("By which document"), application.represented.get("ground", "")),
    ]


def _registration_facts(application: Application) -> list[DocumentRow]:
    registration = Registration.objects.filter(application=application).first()
    if registration is None:
        return []
    number = _("%(number)s of %(day)s") % {"number": registration.number, "day": dates.format_date(registration.on)}
    return [_fact(_("Incoming number"), number)]


def card_stages(application: Application) -> list[DocumentRow]:
    """Return the stages that the service's card lists."""
    stages = CardStage.objects.filter(card__service=application.service_id).order_by("sort_order", "pk")
    return [{"title": stage.title, "text": stage.text} for stage in stages]


def default_stages(application: Application) -> list[DocumentRow]:
    """Return the stages of any application, for a card that lists none."""
    if application.applicant_email:
        told, asked = _("We will write to you."), _("If something is unclear, we will write what to correct.")
    else:
        told, asked = _("You will see it on the status page."), _("If something is unclear, we will call you.")
    return [
        {"title": _("We register the application"), "text": told},
        {
            "title": _("We check the answers and documents"),
            "text": " ".join([asked, _("The term stands still meanwhile.")]),
        },
        {"title": _("We make the decision"), "text": _("If we refuse, we say why and how to appeal.")},
        {"title": _("You get the result"), "text": _("As a file in your cabinet, or on paper at the centre.")},
    ]


def enclosure_rows(submission: Submission) -> list[DocumentRow]:
    """Return the enclosures: papers with their sheets, files with their size and the beginning of their digest."""
    form = submission.application.form_version
    questions = {question.key: question.label for question in form.eform.questions} if form else {}
    files = [
        {
            "name": attachment.file.name,
            "more": questions.get(attachment.question, ""),
            "size": filesizeformat(attachment.file.size),
            "mark": attachment.file.sha256[:16],
        }
        for attachment in attachments_of(submission)
    ]
    papers = [
        {"name": paper["name"], "more": _("on paper"), "size": _in_sheets(sheet_count(paper)), "mark": ""}
        for paper in submission.papers
    ]
    return [{"number": number, **row} for number, row in enumerate([*papers, *files], start=1)]


def sheet_count(paper: DocumentRow) -> int:
    return int(paper.get("sheets") or 1)


def _in_sheets(count: int) -> str:
    return ngettext("%d sheet", "%d sheets", count) % count


def document_rows(application: Application, submission: Submission) -> list[DocumentRow]:
    """Return the incoming documents: the e-form where there is one, then papers, then files."""
    forms = []
    if application.form_version is not None:
        forms = [
            {"name": _("Application, filled in online"), "more": application.service.title, "amount": "", "sheets": 0}
        ]
    papers = [
        {"name": paper["name"], "more": "", "amount": _in_sheets(sheet_count(paper)), "sheets": sheet_count(paper)}
        for paper in submission.papers
    ]
    files = [
        {"name": row["name"], "more": row["more"], "amount": row["size"], "sheets": 0}
        for row in enclosure_rows(submission)
        if row["mark"]
    ]
    return [{"number": number, **row} for number, row in enumerate([*forms, *papers, *files], start=1)]


def total_text(documents: list[DocumentRow]) -> str:
    count = ngettext("%d document", "%d documents", len(documents)) % len(documents)
    sheets = sum(row["sheets"] for row in documents)
    return _("In all: %s") % ", ".join(filter(None, [count, _in_sheets(sheets) if sheets else ""]))


def inventory_facts(application: Application, submission: Submission, *, at: datetime.datetime) -> list[DocumentRow]:
    registration = Registration.objects.filter(application=application).select_related("officer__person").first()
    officer = submission.officer or (registration and registration.officer) or application.officer
    return _without_empty(
        [
            _fact(_("Made"), dates.format_datetime(at, application.centre.zone)),
            *_registration_facts(application),
            _fact(_("Centre"), ", ".join([application.centre.name, application.centre.address])),
            _fact(_("Officer"), _officer_name(officer)),
            _fact(_("Service"), application.service.title),
            *_applicant_facts(application),
            _fact(_("Handed in"), dates.format_datetime(submission.at, application.centre.zone)),
            _fact(_("Decision no later than"), dates.format_date(_deadline(application).due_on)),
        ]
    )


def _officer_name(officer: Officer | None) -> str:
    return officer.person.get_full_name() if officer else ""


def routing_slip_facts(application: Application) -> list[DocumentRow]:
    deadline = _deadline(application)
    due = _("The term is paused since %s") % dates.format_date(deadline.paused_on) if deadline.paused_on else ""
    return _without_empty(
        [
            _fact(_("Service"), application.service.title),
            _fact(_("Decided by"), application.service.authority.name),
            *_applicant_facts(application),
            *_registration_facts(application),
            _fact(_("Case worked by"), _officer_name(application.officer)),
            _fact(_("Term"), _term(deadline)),
            _fact(_("Counted from"), dates.format_date(deadline.started_on)),
            _fact(_("Decision no later than"), due or dates.format_date(deadline.due_on)),
        ]
    )


def stage_rows(application: Application) -> list[DocumentRow]:
    """Return the stages behind the case, then those ahead of it."""
    zone = application.centre.zone
    deadline = _deadline(application)
    planned = "" if deadline.is_paused else _("by %s") % dates.format_date(deadline.due_on)
    applicant_codes = (ApplicationStatus.SUBMITTED, ApplicationStatus.WITHDRAWN)
    behind = [
        {
            "title": entry.title,
            "note": entry.note,
            "who": entry.by or (_("Applicant") if entry.code in applicant_codes else ""),
            "at": dates.format_datetime(entry.at, zone),
            "planned": planned if entry.code == ApplicationStatus.DECIDED else "",
        }
        for entry in timeline(application, for_staff=True)
    ]
    ahead = [
        {
            "title": title,
            "note": "",
            "who": "",
            "at": "",
            "planned": planned if status == ApplicationStatus.DECIDED else "",
        }
        for status, title in _stages_ahead(application)
    ]
    return [{"number": number, **row} for number, row in enumerate([*behind, *ahead], start=1)]


def _stages_ahead(application: Application) -> list[tuple[ApplicationStatus, str]]:
    titles = {
        ApplicationStatus.REGISTERED: _("Registration"),
        ApplicationStatus.IN_WORK: _("Taking to work"),
        ApplicationStatus.DECIDED: _("Decision"),
        ApplicationStatus.ISSUED: _("Handing over the result"),
    }
    status = ApplicationStatus(application.status)
    if status == ApplicationStatus.WITHDRAWN:
        return []
    if status in STAGE_ORDER:
        left = STAGE_ORDER[STAGE_ORDER.index(status) + 1 :]
    elif Registration.objects.filter(application=application).exists():
        left = STAGE_ORDER[1:]
    else:
        left = STAGE_ORDER
    return [(stage, titles[stage]) for stage in left]
