"""Views of a checklist: its questions, the list of documents, the same as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.catalogue.blocks import MAX_QUESTIONS
from vikno.content import language_addresses
from vikno.content.checklists import pdf_document as paper
from vikno.content.checklists.page import ChecklistPage, checklist_page
from vikno.content.service_cards.views import load_card_page
from vikno.pagecache.decorators import cached_for_guests

QUESTION_PARAMETERS = [f"q{number}" for number in range(1, MAX_QUESTIONS + 1)]


# Only the page of questions is cached: there are too many combinations of answers.
@cached_for_guests()
@require_safe
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    shown = _load_checklist(request, code)
    service = shown.page.service
    context = {
        "section": "services",
        "page": shown.page,
        "card": shown.page.card,
        "shown": shown,
        "addresses": language_addresses.addresses_by_language(
            "content:checklist", code, languages=language_addresses.service_addresses(service)
        ),
    }
    return render(request, "content/checklists/checklist.html", context)


@require_safe
def checklist_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Return the checklist as PDF; redirect to the questions if answers are missing."""
    shown = _load_checklist(request, code)
    if not shown.is_ready:
        return redirect(f"{reverse('content:checklist', args=[code])}?{shown.query}")
    content = paper.render_checklist(shown, at=timezone.now())
    name = f"{code}-checklist.pdf"
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _load_checklist(request: HttpRequest, code: str) -> ChecklistPage:
    parameters = {name: request.GET[name] for name in QUESTION_PARAMETERS if request.GET.get(name)}
    page = checklist_page(load_card_page(code), parameters)
    if page is None:
        raise Http404
    return page
