"""Looking at a form as a resident does, and filling it in to the end. Nothing is kept."""

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
from vikno.form_editor.access import FormEditorRequest, draft_or_newest_version, form_or_404, form_permission_required
from vikno.form_editor.pages import editor_url, render_page
from vikno.form_editor.trial import FormTrial
from vikno.kernel.errors import Refused
from vikno.web.eforms import controls
from vikno.web.uploads import as_upload, bounded_uploads


@form_permission_required("view")
@require_safe
def preview(request: FormEditorRequest, code: str) -> HttpResponse:
    """The form on a phone, every step to be chosen."""
    form = form_or_404(code)
    eform = draft_or_newest_version(form).eform
    step = eform.step(request.GET.get("step", "")) or (eform.steps[0] if eform.steps else None)
    return render_page(request, "preview.html", title=_("Preview"), form=form, tab="preview", eform=eform, step=step)


@bounded_uploads
@xframe_options_sameorigin
@form_permission_required("view")
@require_http_methods(["GET", "POST"])
def trial(request: FormEditorRequest, code: str, key: str) -> HttpResponse:
    """One page of the form; what was filled in before comes with it."""
    eform = draft_or_newest_version(form_or_404(code)).eform
    step = eform.step(key)
    if step is None:
        raise Http404
    if request.method == "POST":
        return _go_on(request, code, eform, step)
    return _step_page(request, code, FormTrial.begin(eform), step)


@xframe_options_sameorigin
@form_permission_required("view")
@require_safe
def begin_trial(request: FormEditorRequest, code: str) -> HttpResponse:
    """Lead to the first page."""
    eform = draft_or_newest_version(form_or_404(code)).eform
    first = FormTrial.begin(eform).steps[:1] or eform.steps[:1]
    if not first:
        raise Http404
    return redirect(editor_url("trial", code, first[0].key))


def _go_on(request: FormEditorRequest, code: str, eform: FormDefinition, step: Step) -> HttpResponse:
    """Answer to what was pressed, with everything typed taken."""
    sent, today = request.POST, timezone.localdate()
    tried = FormTrial.from_token(eform, sent.get("trial", ""))
    tried.update_answers(with_rounds(step.questions, read_answers(step.questions, sent), sent), today=today)
    refused = list(_files(request, tried, step))
    if "detach" in sent:
        tried.drop_file(sent["detach"])
    if refused or {"add", "remove", "detach"} & set(sent):
        return _step_page(request, code, tried, step, problems=refused)
    if "back" in sent:
        return _step_page(request, code, tried, tried.step_before(step) or step)
    if "change" in sent and (wanted := eform.step(sent["change"])):
        return _step_page(request, code, tried, wanted)
    if "send" in sent:
        return _end(request, code, tried)
    return _next(request, code, tried, step)


def _next(request: FormEditorRequest, code: str, tried: FormTrial, step: Step) -> HttpResponse:
    unseen = tried.unseen_questions(step, [one.key for one in step.questions if is_posted(one, request.POST, one.key)])
    spared = {one.key for one in unseen}
    found = tried.validate_step(step, today=timezone.localdate()).problems
    problems = [problem for problem in found if problem.question not in spared]
    if problems or unseen:
        return _step_page(request, code, tried, step, problems=problems)
    following = tried.step_after(step)
    return _step_page(request, code, tried, following) if following else _check_page(request, code, tried)


def _files(request: FormEditorRequest, tried: FormTrial, step: Step) -> Iterable[AnswerProblem]:
    """Look at the files that came as the real form would, and let them go."""
    for question in (one for one in step.questions if one.kind == QuestionKind.FILES):
        for file in request.FILES.getlist(question.key):
            upload = as_upload(file)
            try:
                check_file(upload, question.types)
            except Refused as refused:
                yield AnswerProblem(at=question.key, message=str(refused))
            else:
                tried.add_file(question, upload.name, upload.size)


def _step_page(
    request: FormEditorRequest, code: str, tried: FormTrial, step: Step, *, problems: Iterable[AnswerProblem] = ()
) -> HttpResponse:
    problems = list(problems)
    shown = controls(
        step.questions,
        answers=tried.answers,
        problems=problems,
        asked=tried.asked_keys,
        attachments=tried.attachments,
        language=tried.eform.language,
    )
    context = {
        "code": code,
        "eform": tried.eform,
        "step": step,
        "controls": shown,
        "problems": problems,
        "number": tried.step_number(step),
        "total": len(tried.steps) + 1,
        "before": tried.step_before(step),
        "token": tried.token,
    }
    return render(request, "form_editor/trial_step.html", context, status=422 if problems else 200)


def _check_page(request: FormEditorRequest, code: str, tried: FormTrial, *, status: int = 200) -> HttpResponse:
    """The last page: everything to be read through."""
    steps = {question.key: step.key for step in tried.eform.steps for question in step.questions}
    to_mend = [(steps[one.question], one.message) for one in tried.validate(today=timezone.localdate())]
    context = {
        "code": code,
        "eform": tried.eform,
        "sections": answer_sections(tried.eform, tried.answers, tried.file_names),
        "to_mend": to_mend,
        "last": tried.step_before(None) or tried.eform.steps[-1],
        "total": len(tried.steps) + 1,
        "token": tried.token,
    }
    return render(request, "form_editor/trial_check.html", context, status=status)


def _end(request: FormEditorRequest, code: str, tried: FormTrial) -> HttpResponse:
    """The end of a trial: here the real form would be sent."""
    if tried.validate(today=timezone.localdate()):
        return _check_page(request, code, tried, status=422)
    return render(request, "form_editor/trial_end.html", {"code": code, "eform": tried.eform})
