"""Views of the checklists that a resident has saved."""

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
from vikno.catalogue.checklist import answers_from_codes, checklist_of
from vikno.catalogue.models import Service
from vikno.catalogue.queries import card_for_reader, title_of
from vikno.checklists import operations
from vikno.checklists.models import SavedChecklist
from vikno.checklists.queries import checklists_of, load_current_checklist
from vikno.kernel.errors import Refused


@resident_required
@require_http_methods(["GET", "POST"])
def keep_checklist(request: ResidentRequest, code: str) -> HttpResponse:
    """Show a checklist that was answered without signing in; by POST save it."""
    service = get_object_or_404(Service.objects.in_use().select_related("card__locale"), code=code)
    card = card_for_reader(service.card)
    checklist = checklist_of(card)
    if checklist is None:
        raise Http404
    answered = answers_from_codes(checklist, request.GET.dict().values())
    page = {
        "section": "cabinet",
        "service": service,
        "card": card,
        "title": title_of(service, card),
        "questions": f"{reverse('content:checklist', args=[code])}?{urlencode(answered.query_params)}",
        "answers": [
            (question.text, answered.chosen_answers[question.name].text)
            for question in checklist.questions
            if question not in answered.open_questions
        ],
        "is_again": SavedChecklist.objects.of(request.user).filter(service=service).exists(),
    }
    if request.method != "POST":
        return render(request, "cabinet/documents/keep_checklist.html", page)
    try:
        saved = operations.save_checklist(person=request.user, service=service, answered=answered, at=timezone.now())
    except Refused as refused:
        return render(request, "cabinet/documents/keep_checklist.html", {**page, "refusal": str(refused)}, status=422)
    messages.success(request, _("The list is kept. Tick off what you have."))
    return redirect("cabinet:checklist", saved.uid)


@resident_required
@require_http_methods(["GET", "POST"])
def checklist_detail(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Show a checklist with the documents ticked off; by POST store the ticks."""
    saved = _own(request, uid)
    if request.method == "POST":
        # Only documents of the checklist can be ticked; the form offers no others.
        result = load_current_checklist(saved).result
        sent = set(request.POST.getlist("paper"))
        ticked = [document.code for document in result.from_you if document.code in sent] if result else []
        operations.tick_documents(checklist=saved, documents=ticked)
        messages.success(request, _("Saved."))
        return redirect("cabinet:checklist", uid)
    now = load_current_checklist(saved)
    query = urlencode(now.answered_checklist.query_params) if now.answered_checklist else ""
    page: dict[str, Any] = {
        "section": "cabinet",
        "now": now,
        "service": saved.service,
        "card": now.card,
        "title": title_of(saved.service, now.card),
        "query": query,
    }
    return render(request, "cabinet/documents/checklist.html", page)


@resident_required
@require_http_methods(["GET", "POST"])
def discard_checklist(request: ResidentRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask for confirmation; by POST delete a checklist."""
    saved = _own(request, uid)
    if request.method == "POST":
        operations.delete_checklist(checklist=saved)
        messages.success(request, _("The list was deleted."))
        return redirect("cabinet:home")
    return render(request, "cabinet/documents/discard_checklist.html", {"section": "cabinet", "kept": saved})


def _own(request: ResidentRequest, uid: uuid.UUID) -> SavedChecklist:
    return get_object_or_404(checklists_of(request.user), uid=uid)
