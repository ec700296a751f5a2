"""What stands on the papers, line by line, in words."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vikno.applications.models import Application, Channel, Deadline, Registration, Status, Submission
from vikno.applications.queries import Moment, attachments_of, timeline
from vikno.catalogue.models import CardStage
from vikno.centres.models import Officer
from vikno.centres.working_days import Unit
from vikno.kernel import dates

# Cards, forms and answers are content: they are in the language of the site.
CONTENT_LANGUAGE = settings.LANGUAGE_CODE

# The stages of a case in the order they come, as the passing sheet names the ones that are still ahead.
AHEAD = (Status.REGISTERED, Status.IN_WORK, Status.DECIDED, Status.ISSUED)

Row = dict[str, Any]


def panes(application: Application) -> list[Row]:
    """Return the four facts of the receipt's window."""
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
            "value": dates.moment(application.submitted_at, application.centre.zone),
            "more": _("At the desk") if application.channel == Channel.DESK else _("Online"),
        },
        {
            "label": _("Decision no later than"),
            "value": _("The term is paused") if deadline.is_paused else dates.day(deadline.due_on),
            "more": _term(deadline),
        },
    ]


def _deadline(application: Application) -> Deadline:
    return Deadline.objects.get(application=application)


def _term(deadline: Deadline) -> str:
    if deadline.unit == Unit.WORKING:
        days = ngettext("%d working day", "%d working days", deadline.days)
    else:
        days = ngettext("%d calendar day", "%d calendar days", deadline.days)
    return days % deadline.days


def _fact(label: str, text: str) -> Row:
    return {"label": label, "text": text}


def _known(facts: Iterable[Row]) -> list[Row]:
    return [fact for fact in facts if fact["text"]]


def receipt_facts(application: Application, submission: Submission) -> list[Row]:
    corrected = dates.moment(submission.at, application.centre.zone) if submission.number > 1 else ""
    return _known(
        [
            *_applicant(application),
            _fact(_("We write to"), application.applicant_email),
            _fact(_("Corrected"), corrected),
            *_registered(application),
        ]
    )


def _applicant(application: Application) -> list[Row]:
    """Return who applied and, if not for themselves, for whom and by which document."""
    return [
        _fact(_("Applicant"), application.applicant_name),
        _fact(_("Acts for"), application.represented_name),
        _fact(_("By which document"), application.represented.get("ground", "")),
    ]


def _registered(application: Application) -> list[Row]:
    registration = Registration.objects.filter(application=application).first()
    if registration is None:
        return []
    number = _("%(number)s of %(day)s") % {"number": registration.number, "day": dates.day(registration.on)}
    return [_fact(_("Incoming number"), number)]


def card_stages(application: Application) -> list[Row]:
    """Return what the service's card says happens to an application."""
    stages = CardStage.objects.filter(card__service=application.service_id).order_by("sort_order", "pk")
    return [{"title": stage.title, "text": stage.text} for stage in stages]


def usual_stages(application: Application) -> list[Row]:
    """Return what happens to any application, where the card does not say."""
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


def enclosed(submission: Submission) -> list[Row]:
    """Return what came with the application: files with their size and the beginning of their digest, papers with sheets."""
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
        {"name": paper["name"], "more": _("on paper"), "size": _in_sheets(sheets_of(paper)), "mark": ""}
        for paper in submission.papers
    ]
    return [{"number": number, **one} for number, one in enumerate([*papers, *files], start=1)]


def sheets_of(paper: Row) -> int:
    return int(paper.get("sheets") or 1)


def _in_sheets(count: int) -> str:
    return ngettext("%d sheet", "%d sheets", count) % count


def documents(application: Application, submission: Submission) -> list[Row]:
    """Return the incoming documents: the e-form itself when there is one, papers, files."""
    asked = []
    if application.form_version is not None:
        asked = [
            {"name": _("Application, filled in online"), "more": application.service.title, "amount": "", "sheets": 0}
        ]
    papers = [
        {"name": one["name"], "more": "", "amount": _in_sheets(sheets_of(one)), "sheets": sheets_of(one)}
        for one in submission.papers
    ]
    files = [
        {"name": one["name"], "more": one["more"], "amount": one["size"], "sheets": 0}
        for one in enclosed(submission)
        if one["mark"]
    ]
    return [{"number": number, **one} for number, one in enumerate([*asked, *papers, *files], start=1)]


def total(listed: list[Row]) -> str:
    documents = ngettext("%d document", "%d documents", len(listed)) % len(listed)
    sheets = sum(one["sheets"] for one in listed)
    return _("In all: %s") % ", ".join(filter(None, [documents, _in_sheets(sheets) if sheets else ""]))


def inventory_facts(application: Application, submission: Submission, *, at: datetime.datetime) -> list[Row]:
    registration = Registration.objects.filter(application=application).select_related("officer__person").first()
    officer = submission.officer or (registration and registration.officer) or application.officer
    return _known(
        [
            _fact(_("Made"), dates.moment(at, application.centre.zone)),
            *_registered(application),
            _fact(_("Centre"), ", ".join([application.centre.name, application.centre.address])),
            _fact(_("Officer"), _named(officer)),
            _fact(_("Service"), application.service.title),
            *_applicant(application),
            _fact(_("Handed in"), dates.moment(submission.at, application.centre.zone)),
            _fact(_("Decision no later than"), dates.day(_deadline(application).due_on)),
        ]
    )


def _named(officer: Officer | None) -> str:
    return officer.person.get_full_name() if officer else ""


def passing_facts(application: Application) -> list[Row]:
    deadline = _deadline(application)
    due = _("The term is paused since %s") % dates.day(deadline.paused_on) if deadline.paused_on else ""
    return _known(
        [
            _fact(_("Service"), application.service.title),
            _fact(_("Decided by"), application.service.authority.name),
            *_applicant(application),
            *_registered(application),
            _fact(_("Case worked by"), _named(application.officer)),
            _fact(_("Term"), _term(deadline)),
            _fact(_("Counted from"), dates.day(deadline.started_on)),
            _fact(_("Decision no later than"), due or dates.day(deadline.due_on)),
        ]
    )


def stages(application: Application) -> list[Row]:
    """Return what has happened, then what is still to happen."""
    zone = application.centre.zone
    planned = _planned(application)
    behind = [
        {
            "title": moment.title,
            "note": moment.note,
            "who": _who(moment),
            "at": dates.moment(moment.at, zone),
            "planned": planned if moment.code == Status.DECIDED else "",
        }
        for moment in timeline(application, for_staff=True)
    ]
    ahead = [
        {
            "title": title,
            "note": "",
            "who": "",
            "at": "",
            "planned": planned if status == Status.DECIDED else "",
        }
        for status, title in _ahead(application)
    ]
    return [{"number": number, **one} for number, one in enumerate([*behind, *ahead], start=1)]


def _planned(application: Application) -> str:
    deadline = _deadline(application)
    return "" if deadline.is_paused else _("by %s") % dates.day(deadline.due_on)


def _who(moment: Moment) -> str:
    return moment.by or (_("Applicant") if moment.code in (Status.SUBMITTED, Status.WITHDRAWN) else "")


def _ahead(application: Application) -> list[tuple[Status, str]]:
    titles = {
        Status.REGISTERED: _("Registration"),
        Status.IN_WORK: _("Taking to work"),
        Status.DECIDED: _("Decision"),
        Status.ISSUED: _("Handing over the result"),
    }
    status = Status(application.status)
    if status == Status.WITHDRAWN:
        return []
    if status in AHEAD:
        left = AHEAD[AHEAD.index(status) + 1 :]
    elif Registration.objects.filter(application=application).exists():
        left = AHEAD[1:]
    else:
        left = AHEAD
    return [(stage, titles[stage]) for stage in left]
