"""The preview of a form on a phone, and the trial: the editor fills it in to the end, and nothing is stored."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from vikno.eforms.answer_display import answer_sections
from vikno.eforms.definition import FormDefinition, QuestionKind, Step
from vikno.eforms.posted_answers import is_posted, read_answers, with_rounds
from vikno.eforms.validation import AnswerProblem
from vikno.files.operations import check_upload as check_file
from vikno.form_editor.access import draft_or_newest_version, form_or_404, form_permission_required
from vikno.form_editor.pages import editor_url, render_page
from vikno.form_editor.trial import FormTrial
from vikno.kernel.errors import Refused
from vikno.web.editor_access import EditorRequest
from vikno.web.eforms import controls
from vikno.web.uploads import as_upload, bounded_uploads


@form_permission_required("view")
@require_safe
def preview(request: EditorRequest, code: str) -> HttpResponse:
    """Show the form on a phone, with a choice of steps."""
    form = form_or_404(code)
    eform = draft_or_newest_version(form).eform
    step = eform.step(request.GET.get("step", "")) or (eform.steps[0] if eform.steps else None)
    return render_page(request, "preview.html", title=_("Preview"), form=form, tab="preview", eform=eform, step=step)


@bounded_uploads
@xframe_options_sameorigin
@form_permission_required("view")
@require_http_methods(["GET", "POST"])
def trial(request: EditorRequest, code: str, key: str) -> HttpResponse:
    """Show one page of the form, or take its answers; the page carries the earlier answers."""
    eform = draft_or_newest_version(form_or_404(code)).eform
    step = eform.step(key)
    if step is None:
        raise Http404
    if request.method == "POST":
        return _take_page(request, code, eform, step)
    return _step_page(request, code, FormTrial.begin(eform), step)


@xframe_options_sameorigin
@form_permission_required("view")
@require_safe
def begin_trial(request: EditorRequest, code: str) -> HttpResponse:
    """Redirect to the first page."""
    eform = draft_or_newest_version(form_or_404(code)).eform
    first = FormTrial.begin(eform).walk.steps[:1] or eform.steps[:1]
    if not first:
        raise Http404
    return redirect(editor_url("trial", code, first[0].key))


def _take_page(request: EditorRequest, code: str, eform: FormDefinition, step: Step) -> HttpResponse:
    """Take the typed answers, then act by the button that was pressed."""
    sent, today = request.POST, timezone.localdate()
    trial = FormTrial.from_token(eform, sent.get("trial", ""))
    trial.update_answers(with_rounds(step.questions, read_answers(step.questions, sent), sent), today=today)
    refused = list(_check_files(request, trial, step))
    if "detach" in sent:
        trial.drop_file(sent["detach"])
    if refused or {"add", "remove", "detach"} & set(sent):
        return _step_page(request, code, trial, step, problems=refused)
    if "back" in sent:
        return _step_page(request, code, trial, trial.walk.step_before(step) or step)
    if "change" in sent and (target := eform.step(sent["change"])):
        return _step_page(request, code, trial, target)
    if "send" in sent and trial.walk.validate(today=today):
        return _check_page(request, code, trial, status=422)
    if "send" in sent:
        # Here the real form would be sent.
        return render(request, "form_editor/trial_end.html", {"code": code, "eform": trial.eform})
    return _next(request, code, trial, step)


def _next(request: EditorRequest, code: str, trial: FormTrial, step: Step) -> HttpResponse:
    walk = trial.walk
    shown = [question.key for question in step.questions if is_posted(question, request.POST, question.key)]
    unseen = walk.unseen_questions(step, shown=shown)
    unseen_keys = {question.key for question in unseen}
    found = walk.validate_step(step, today=timezone.localdate())
    problems = [problem for problem in found if problem.question not in unseen_keys]
    if problems or unseen:
        return _step_page(request, code, trial, step, problems=problems)
    following = walk.step_after(step)
    return _step_page(request, code, trial, following) if following else _check_page(request, code, trial)


def _check_files(request: EditorRequest, trial: FormTrial, step: Step) -> Iterable[AnswerProblem]:
    """Check the uploaded files as the real form does, without storing them."""
    for question in (question for question in step.questions if question.kind == QuestionKind.FILES):
        for file in request.FILES.getlist(question.key):
            upload = as_upload(file)
            try:
                check_file(upload, question.types)
            except Refused as refused:
                yield AnswerProblem(input_id=question.key, message=str(refused))
            else:
                trial.add_file(question, upload.name, upload.size)


def _step_page(
    request: EditorRequest, code: str, trial: FormTrial, step: Step, *, problems: Iterable[AnswerProblem] = ()
) -> HttpResponse:
    problems, walk = list(problems), trial.walk
    shown = controls(
        step.questions,
        answers=trial.answers,
        problems=problems,
        asked=walk.asked_keys,
        attachments=trial.attachments,
        language=trial.eform.language,
    )
    context = {
        "code": code,
        "eform": trial.eform,
        "step": step,
        "controls": shown,
        "problems": problems,
        "number": walk.step_number(step),
        "total": walk.page_count,
        "before": walk.step_before(step),
        "token": trial.token,
    }
    return render(request, "form_editor/trial_step.html", context, status=422 if problems else 200)


def _check_page(request: EditorRequest, code: str, trial: FormTrial, *, status: int = 200) -> HttpResponse:
    """Show the last page: all answers to check."""
    walk = trial.walk
    steps = {question.key: step.key for step in trial.eform.steps for question in step.questions}
    to_mend = [(steps[problem.question], problem.message) for problem in walk.validate(today=timezone.localdate())]
    context = {
        "code": code,
        "eform": trial.eform,
        "sections": answer_sections(trial.eform, trial.answers, trial.file_names),
        "to_mend": to_mend,
        "last": walk.last_step or trial.eform.steps[-1],
        "total": walk.page_count,
        "token": trial.token,
    }
    return render(request, "form_editor/trial_check.html", context, status=status)
