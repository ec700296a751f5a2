"""Looking at a form as a resident does, and filling it in to the end. Nothing is kept."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from vikno.content.form_editor.access import EditorRequest, form_of, may, shown_version
from vikno.content.form_editor.pages import address, page
from vikno.content.form_editor.trial import Trial
from vikno.eforms.checks import Problem
from vikno.eforms.definition import EForm, Kind, Step
from vikno.eforms.reading import is_sent, read, with_rounds
from vikno.eforms.showing import sections
from vikno.files.operations import check as check_file
from vikno.kernel.errors import Refused
from vikno.web.eforms import controls
from vikno.web.uploads import bounded_uploads, received


@may("view")
@require_safe
def preview(request: EditorRequest, code: str) -> HttpResponse:
    """The form on a phone, every step to be chosen."""
    form = form_of(code)
    eform = shown_version(form).eform
    step = eform.step(request.GET.get("step", "")) or (eform.steps[0] if eform.steps else None)
    return page(request, "preview.html", title=_("Preview"), form=form, tab="preview", eform=eform, step=step)


@bounded_uploads
@xframe_options_sameorigin
@may("view")
@require_http_methods(["GET", "POST"])
def trial(request: EditorRequest, code: str, key: str) -> HttpResponse:
    """One page of the form; what was filled in before comes with it."""
    eform = shown_version(form_of(code)).eform
    step = eform.step(key)
    if step is None:
        raise Http404
    if request.method == "POST":
        return _go_on(request, code, eform, step)
    return _step_page(request, code, Trial.begun(eform), step)


@xframe_options_sameorigin
@may("view")
@require_safe
def begin(request: EditorRequest, code: str) -> HttpResponse:
    """Lead to the first page."""
    eform = shown_version(form_of(code)).eform
    first = Trial.begun(eform).steps[:1] or eform.steps[:1]
    if not first:
        raise Http404
    return redirect(address("trial", code, first[0].key))


def _go_on(request: EditorRequest, code: str, eform: EForm, step: Step) -> HttpResponse:
    """Answer to what was pressed, with everything typed taken."""
    sent, today = request.POST, timezone.localdate()
    tried = Trial.carried(eform, sent.get("trial", ""))
    tried.take(with_rounds(step.questions, read(step.questions, sent), sent), today=today)
    refused = list(_files(request, tried, step))
    if "detach" in sent:
        tried.drop_file(sent["detach"])
    if refused or {"add", "remove", "detach"} & set(sent):
        return _step_page(request, code, tried, step, problems=refused)
    if "back" in sent:
        return _step_page(request, code, tried, tried.before(step) or step)
    if "change" in sent and (wanted := eform.step(sent["change"])):
        return _step_page(request, code, tried, wanted)
    if "send" in sent:
        return _end(request, code, tried)
    return _next(request, code, tried, step)


def _next(request: EditorRequest, code: str, tried: Trial, step: Step) -> HttpResponse:
    unseen = tried.unseen(step, [one.key for one in step.questions if is_sent(one, request.POST, one.key)])
    spared = {one.key for one in unseen}
    found = tried.check_step(step, today=timezone.localdate()).problems
    problems = [problem for problem in found if problem.question not in spared]
    if problems or unseen:
        return _step_page(request, code, tried, step, problems=problems)
    following = tried.after(step)
    return _step_page(request, code, tried, following) if following else _check_page(request, code, tried)


def _files(request: EditorRequest, tried: Trial, step: Step) -> Iterable[Problem]:
    """Look at the files that came as the real form would, and let them go."""
    for question in (one for one in step.questions if one.kind == Kind.FILES):
        for file in request.FILES.getlist(question.key):
            upload = received(file)
            try:
                check_file(upload, question.types)
            except Refused as refused:
                yield Problem(at=question.key, message=str(refused))
            else:
                tried.add_file(question, upload.name, upload.size)


def _step_page(
    request: EditorRequest, code: str, tried: Trial, step: Step, *, problems: Iterable[Problem] = ()
) -> HttpResponse:
    problems = list(problems)
    shown = controls(
        step.questions,
        answers=tried.answers,
        problems=problems,
        asked=tried.asked,
        attachments=tried.attachments,
        language=tried.form.language,
    )
    context = {
        "code": code,
        "eform": tried.form,
        "step": step,
        "controls": shown,
        "problems": problems,
        "number": tried.number(step),
        "total": len(tried.steps) + 1,
        "before": tried.before(step),
        "token": tried.token,
    }
    return render(request, "content/form_editor/trial_step.html", context, status=422 if problems else 200)


def _check_page(request: EditorRequest, code: str, tried: Trial, *, status: int = 200) -> HttpResponse:
    """The last page: everything to be read through."""
    steps = {question.key: step.key for step in tried.form.steps for question in step.questions}
    to_mend = [(steps[one.question], one.message) for one in tried.check(today=timezone.localdate())]
    context = {
        "code": code,
        "eform": tried.form,
        "sections": sections(tried.form, tried.answers, tried.file_names),
        "to_mend": to_mend,
        "last": tried.before(None) or tried.form.steps[-1],
        "total": len(tried.steps) + 1,
        "token": tried.token,
    }
    return render(request, "content/form_editor/trial_check.html", context, status=status)


def _end(request: EditorRequest, code: str, tried: Trial) -> HttpResponse:
    """The end of a trial: here the real form would be sent."""
    if tried.check(today=timezone.localdate()):
        return _check_page(request, code, tried, status=422)
    return render(request, "content/form_editor/trial_end.html", {"code": code, "eform": tried.form})
