"""Views of the steps of an e-form. A step stores what was typed first and checks it afterwards."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from vikno.applications import operations
from vikno.applications.models import Application
from vikno.cabinet.access import ResidentRequest, load_own_application, resident_required
from vikno.cabinet.applications.form_walk import ApplicationWalk, can_be_changed, load_form_walk
from vikno.cabinet.identification.assurance import current_level, render_identification_required
from vikno.eforms.definition import Question, Step
from vikno.eforms.posted_answers import PostedData, is_posted, read_answers, with_rounds
from vikno.eforms.validation import AnswerProblem
from vikno.identity.levels import AssuranceLevel
from vikno.kernel.errors import Refused
from vikno.web.eforms import controls
from vikno.web.navigation import phone_links
from vikno.web.uploads import as_upload, bounded_uploads


@bounded_uploads
@resident_required
@require_http_methods(["GET", "POST"])
def answer_step(request: ResidentRequest, uid: uuid.UUID, key: str) -> HttpResponse:
    """Show a step of the form; by POST store its answers and files."""
    application = load_own_application(request.user, uid)
    current = _step(application, key)
    if current.level and not current_level(request).reaches(AssuranceLevel(current.level)):
        return render_identification_required(request, AssuranceLevel(current.level))
    if request.method == "POST":
        return _answer(request, application, current)
    if not can_be_changed(application):
        return redirect("cabinet:application", uid)
    walk = load_form_walk(application)
    if not walk.has_step(current):
        return redirect(walk.page_address(walk.step_after(current)))
    return _page(request, walk, current)


@bounded_uploads
@resident_required
@require_POST
def autosave_step(request: ResidentRequest, uid: uuid.UUID, key: str) -> HttpResponse:
    """Store what is typed so far. Files are sent with the page only."""
    application = load_own_application(request.user, uid)
    current, at = _step(application, key), timezone.now()
    try:
        operations.answer(application=application, typed=read_answers(current.questions, request.POST), at=at)
    except Refused as refused:
        return JsonResponse({"refused": str(refused)}, status=409)
    return JsonResponse({"saved": draft_saved_note(application, at)})


def _step(application: Application, key: str) -> Step:
    version = application.form_version
    step = version.eform.step(key) if version else None
    if step is None:
        raise Http404
    return step


def draft_saved_note(application: Application, at: Any) -> str:
    """Return e.g. «Draft saved at 10:24», by the clock of the centre."""
    return _("Draft saved at %(time)s") % {"time": f"{at.astimezone(application.centre.zone):%H:%M}"}


def _answer(request: ResidentRequest, application: Application, current: Step) -> HttpResponse:
    at = timezone.now()
    typed = with_rounds(current.questions, read_answers(current.questions, request.POST), request.POST)
    try:
        application = operations.answer(application=application, typed=typed, at=at)
    except Refused as refused:
        # The application was sent in another tab and takes no more answers: the page shows again what was typed on it.
        answers = {**application.answers, **typed}
        shown = controls(current.questions, answers=answers, problems=[], asked=set(typed), attachments={}, remarks={})
        page = {"section": "cabinet", "application": application, "step": current, "controls": shown}
        return render(request, "cabinet/applications/step.html", {**page, "refusal": str(refused)}, status=422)
    problems = list(_change_files(request, application, current))
    return _go_on(request, load_form_walk(application), current, problems)


def _change_files(request: ResidentRequest, application: Application, current: Step) -> Iterator[AnswerProblem]:
    """Remove the file that was unticked, add those that came, and yield why one was refused. The others stay."""
    unwanted = request.POST.get("detach", "")
    for attachment in application.attachments.filter(removed_at=None).select_related("file"):
        if str(attachment.file.uid) == unwanted:
            try:
                operations.detach(application=application, attachment=attachment, at=timezone.now())
            except Refused as refused:
                yield AnswerProblem(input_id=attachment.question, message=str(refused))
    for question in current.questions:
        for file in request.FILES.getlist(question.key):
            upload, at = as_upload(file), timezone.now()
            try:
                operations.attach(application=application, question=question.key, upload=upload, at=at)
            except Refused as refused:
                yield AnswerProblem(input_id=question.key, message=str(refused))


def _go_on(
    request: ResidentRequest, walk: ApplicationWalk, current: Step, refused: list[AnswerProblem]
) -> HttpResponse:
    """Answer to the button that was pressed, after everything typed is stored."""
    sent, refused = request.POST, [problem for problem in refused if problem.question in walk.asked_keys]
    if place := _place(walk, sent):
        return _page(request, walk, current, problems=refused) if refused else _here(request, place)
    if "save" in sent and not refused:
        messages.success(request, _("We keep what you typed. It is not sent yet."))
        return redirect("cabinet:home")
    shown = [question.key for question in current.questions if is_posted(question, sent, question.key)]
    unseen = walk.unseen_questions(current, shown=shown)
    problems = refused if "save" in sent else _problems(walk, current, refused, unseen)
    if problems:
        return _page(request, walk, current, problems=problems)
    if unseen:
        count = ngettext("One more question", "%(count)d more questions", len(unseen)) % {"count": len(unseen)}
        messages.info(request, _("%(count)s: it follows from what you answered.") % {"count": count})
        return _here(request, unseen[0].key)
    return redirect(walk.page_address(None if request.GET.get("from") == "check" else walk.step_after(current)))


def _place(walk: ApplicationWalk, sent: PostedData) -> str:
    """Return the anchor to go on from after something was added or removed, or an empty text."""
    added: str = sent.get("add", "")
    rounds = walk.application.answers.get(added)
    if isinstance(rounds, list) and rounds:
        return f"{added}-{len(rounds) - 1}"
    removed: str = sent.get("remove", "").rpartition("-")[0]
    return added or removed or ("main" if "detach" in sent else "")


def _here(request: ResidentRequest, place: str) -> HttpResponse:
    """Lead to a place on the same page."""
    return redirect(f"{request.get_full_path()}#{place}")


def _problems(
    walk: ApplicationWalk, current: Step, refused: list[AnswerProblem], unseen: Iterable[Question]
) -> list[AnswerProblem]:
    """Return the problems of this page, in the order of its questions. A question not shown yet has no problem."""
    unseen_keys = {question.key for question in unseen}
    refused_files = {problem.input_id for problem in refused}
    problems = [
        problem
        for problem in walk.validate_step(current, today=walk.today(timezone.now()))
        if problem.question not in unseen_keys and not (problem.is_missing and problem.input_id in refused_files)
    ]
    order = [question.key for question in current.questions]
    return sorted(problems + refused, key=lambda problem: order.index(problem.question))


def _page(
    request: ResidentRequest,
    walk: ApplicationWalk,
    current: Step,
    *,
    problems: Sequence[AnswerProblem] = (),
) -> HttpResponse:
    application, number, total = walk.application, walk.step_number(current), walk.page_count
    page = {
        "section": "cabinet",
        "application": application,
        "step": current,
        "eform": walk.eform,
        "controls": controls(
            current.questions,
            answers=application.answers,
            problems=list(problems),
            asked=set(walk.asked_keys),
            attachments=dict(walk.files),
            editable=set(walk.editable_keys),
            remarks=dict(walk.remarks),
            language=walk.eform.language,
        ),
        "problems": problems,
        "number": number,
        "total": total,
        "minutes": max(1, round(walk.eform.minutes * (total - number) / total)),
        "back": walk.back_link(current, from_check=request.GET.get("from") == "check"),
        "correction": bool(walk.remarks),
        "asks": walk.reason if walk.is_unmarked_correction else "",
        "phones": phone_links(application.centre.phones),
        "saved": draft_saved_note(application, application.saved_at),
        "kept_until": application.saved_at + timedelta(days=settings.DRAFT_KEPT_DAYS),
    }
    return render(request, "cabinet/applications/step.html", page, status=422 if problems else 200)
