"""The end of an e-form: reading everything through, handing it in, and the confirmation."""

import uuid
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.applications import operations
from vikno.applications.models import Application, Status
from vikno.applications.queries import (
    attachments_of,
    changes_to_send,
    draft_sections,
    latest_submission,
    level_needed,
    problems_of,
)
from vikno.cabinet.access import ResidentRequest, own, resident_required
from vikno.cabinet.identifying import level_now, needs_identification
from vikno.cabinet.journey import Journey, can_be_changed, journey_of
from vikno.eforms.checks import Problem
from vikno.eforms.showing import Section


@dataclass(frozen=True, kw_only=True)
class ToMend:
    """A problem of the whole form: where to go to mend it."""

    at: str
    message: str
    href: str


@resident_required
@require_http_methods(["GET", "POST"])
def check(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """The last page: read it all through, then hand it in. A second press finds what the first has sent."""
    application = own(request.user, uid)
    if not can_be_changed(application):
        return redirect("cabinet:done" if request.method == "POST" else "cabinet:application", uid)
    if request.method == "POST":
        return _send(request, application)
    return _check_page(request, application)


def _send(request: ResidentRequest, application: Application) -> HttpResponse:
    if request.POST.get("seen", _mark(application)) != _mark(application):
        changed = _("Your answers have changed in another tab. Read them again, then send.")
        return _check_page(request, application, refusal=changed)
    if "true" not in request.POST:
        problem = Problem(at="true", message=_("Confirm that what You wrote is true."))
        return _check_page(request, application, problems=[problem])
    send = operations.submit if application.is_draft else operations.resubmit
    try:
        send(application=application, level=level_now(request), at=timezone.now())
    except operations.NotIdentified:
        return needs_identification(request, level_needed(application))
    except operations.Incomplete:
        return _check_page(request, application, refusal=_("Not sent yet: some answers still need You."))
    except operations.Unsigned:
        return redirect("cabinet:sign", application.uid)
    except (operations.NotADraft, operations.WrongMoment):
        # The other tab, or the first of two presses, was quicker. It is sent, and that is what was wanted.
        pass
    return redirect("cabinet:done", application.uid)


def _mark(application: Application) -> str:
    """Return what tells one state of the answers from another."""
    return application.saved_at.isoformat()


def _check_page(request: ResidentRequest, application: Application, **refused: Any) -> HttpResponse:
    journey, sections = journey_of(application), draft_sections(application)
    last = journey.steps[-1] if journey.steps else None
    page = {
        "section": "cabinet",
        "application": application,
        "eform": journey.form,
        "sections": _with_rows(sections, journey.editable),
        "settled": _with_rows(sections, journey.asked - journey.editable),
        "change": {step.key: f"{journey.address(step)}?from=check" for step in journey.steps},
        "to_mend": _to_mend(journey),
        "correction": bool(journey.remarks),
        "asks": journey.reason if journey.is_open else "",
        "changes": [] if application.is_draft else changes_to_send(application),
        "total": len(journey.steps) + 1,
        "back": journey.address(last) if last else "",
        "seen": _mark(application),
        "is_true": "true" in request.POST,
        "signing": application.service.signing,
        **refused,
    }
    return render(request, "cabinet/check.html", page, status=422 if refused else 200)


def _with_rows(sections: list[Section], keys: AbstractSet[str]) -> list[Section]:
    """Return the sections with these questions only."""
    kept = ([row for row in section.rows if row.key in keys] for section in sections)
    return [replace(section, rows=rows) for section, rows in zip(sections, kept, strict=True) if rows]


def _to_mend(journey: Journey) -> list[ToMend]:
    found = problems_of(journey.application, today=journey.today(timezone.now()))
    return [
        ToMend(at=one.at, message=one.message, href=f"{journey.address(step)}?from=check#{one.at}")
        for one in found
        if (step := journey.step_of(one.question))
    ]


@resident_required
@require_safe
def done(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """What was sent, under which number, and what happens next."""
    application = own(request.user, uid)
    if application.is_draft:
        return redirect("cabinet:check", uid)
    if application.status == Status.WITHDRAWN:
        return redirect("cabinet:application", uid)
    submission = latest_submission(application)
    assert submission is not None
    page = {
        "section": "cabinet",
        "application": application,
        "submission": submission,
        "is_correction": submission.number > 1,
        "names": [one.file.name for one in attachments_of(submission)],
        "stages": application.service.card.stages.all(),
    }
    return render(request, "cabinet/done.html", page)
