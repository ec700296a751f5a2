"""My checklist: a few questions of a card, and the list of papers they make; the same as a paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.catalogue.blocks import QUESTIONS_MOST
from vikno.content import addresses
from vikno.content.checklist import ChecklistPage, checklist_page
from vikno.content.papers import checklist as paper
from vikno.content.views.card import page_of
from vikno.pagecache.kept import kept

NAMES = [f"q{number}" for number in range(1, QUESTIONS_MOST + 1)]


# Only the questions are kept for all: there are too many ways to answer them.
@kept()
@require_safe
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    shown = _shown(request, code)
    service = shown.page.service
    context = {
        "section": "services",
        "page": shown.page,
        "card": shown.page.card,
        "shown": shown,
        "addresses": addresses.in_each("content:checklist", code, languages=addresses.of_service(service)),
    }
    return render(request, "content/checklist.html", context)


@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give out the list as a paper; where answers lack, lead to the questions."""
    shown = _shown(request, code)
    if not shown.is_ready:
        return redirect(f"{reverse('content:checklist', args=[code])}?{shown.query}")
    content = paper.checklist(shown, at=timezone.now())
    name = f"{code}-checklist.pdf"
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _shown(request: HttpRequest, code: str) -> ChecklistPage:
    asked = {name: request.GET[name] for name in NAMES if request.GET.get(name)}
    shown = checklist_page(page_of(code), asked)
    if shown is None:
        raise Http404
    return shown
