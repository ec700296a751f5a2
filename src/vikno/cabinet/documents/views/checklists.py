"""Lists of papers that the resident keeps."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vikno.cabinet.access import ResidentRequest, resident_required
from vikno.catalogue.checklist import AnsweredChecklist, answers_from_codes, checklist_of
from vikno.catalogue.models import Service, ServiceCard
from vikno.catalogue.queries import card_for_reader, title_of
from vikno.checklists import operations
from vikno.checklists.models import SavedChecklist
from vikno.checklists.queries import checklists_of, load_current_checklist
from vikno.kernel.errors import Refused


@resident_required
@require_http_methods(["GET", "POST"])
def keep_checklist(request: ResidentRequest, code: str) -> HttpResponse:
    """Ask whether to keep a list that was made without signing in, then keep it."""
    service = get_object_or_404(Service.objects.in_use().select_related("card__locale"), code=code)
    card = card_for_reader(service.card)
    said = _said(request, card)
    page = {
        "section": "cabinet",
        "service": service,
        "card": card,
        "title": title_of(service, card),
        "questions": f"{reverse('content:checklist', args=[code])}?{urlencode(said.query_params)}",
        "answers": [
            (one.text, said.chosen_answers[one.name].text)
            for one in said.checklist.questions
            if one not in said.open_questions
        ],
        "is_again": SavedChecklist.objects.of(request.user).filter(service=service).exists(),
    }
    if request.method != "POST":
        return render(request, "cabinet/documents/keep_checklist.html", page)
    try:
        kept = operations.save_checklist(person=request.user, service=service, answered=said, at=timezone.now())
    except Refused as refused:
        return render(request, "cabinet/documents/keep_checklist.html", {**page, "refusal": str(refused)}, status=422)
    messages.success(request, _("The list is kept. Tick off what you have."))
    return redirect("cabinet:checklist", kept.uid)


def _said(request: ResidentRequest, card: ServiceCard) -> AnsweredChecklist:
    checklist = checklist_of(card)
    if checklist is None:
        raise Http404
    return answers_from_codes(checklist, request.GET.dict().values())


@resident_required
@require_http_methods(["GET", "POST"])
def checklist_detail(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Show a list with what the resident has of it; take what they ticked off."""
    kept = _own(request, uid)
    if request.method == "POST":
        operations.tick_documents(checklist=kept, documents=_ticked(request, kept))
        messages.success(request, _("Saved."))
        return redirect("cabinet:checklist", uid)
    now = load_current_checklist(kept)
    query = urlencode(now.answered_checklist.query_params) if now.answered_checklist else ""
    page: dict[str, Any] = {
        "section": "cabinet",
        "now": now,
        "service": kept.service,
        "card": now.card,
        "title": title_of(kept.service, now.card),
        "query": query,
    }
    return render(request, "cabinet/documents/checklist.html", page)


def _ticked(request: ResidentRequest, kept: SavedChecklist) -> list[str]:
    """Return what was ticked of the papers that the list has; anything else was not offered."""
    outcome = load_current_checklist(kept).result
    sent = set(request.POST.getlist("paper"))
    return [paper.code for paper in outcome.from_you if paper.code in sent] if outcome else []


@resident_required
@require_http_methods(["GET", "POST"])
def discard_checklist(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask once more, then delete a list."""
    kept = _own(request, uid)
    if request.method == "POST":
        operations.delete_checklist(checklist=kept)
        messages.success(request, _("The list was deleted."))
        return redirect("cabinet:home")
    return render(request, "cabinet/documents/discard_checklist.html", {"section": "cabinet", "kept": kept})


def _own(request: ResidentRequest, uid: uuid.UUID) -> SavedChecklist:
    return get_object_or_404(checklists_of(request.user), uid=uid)
