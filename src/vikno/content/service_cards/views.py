"""Views of a service card: the page, PDF, bundle, JSON and earlier versions."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from vikno.catalogue.card_diff import diff_cards
from vikno.catalogue.models import Service
from vikno.catalogue.operations import count_template_download
from vikno.catalogue.queries import (
    ServiceAvailability,
    card_from_version,
    version_in_force,
    versions_of,
    with_availability,
)
from vikno.content import language_addresses
from vikno.content.document_templates.downloads import is_human_download
from vikno.content.service_cards import pdf_document
from vikno.content.service_cards.bundle import build_bundle, card_filename
from vikno.content.service_cards.page import CardPage, card_page
from vikno.content.service_cards.structured_data import card_json, card_json_ld
from vikno.pagecache.decorators import cached_for_guests


@cached_for_guests()
@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    page = load_card_page(code)
    context = {
        "section": "services",
        "page": page,
        "card": page.card,
        "linked_data": card_json_ld(page),
        "addresses": language_addresses.service_addresses(page.service),
    }
    return render(request, "content/service_cards/service.html", context)


@require_safe
def card_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Return the card as PDF."""
    content = pdf_document.render_card(load_card_page(code), at=timezone.now())
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": f'inline; filename="{code}.pdf"'})


@require_safe
def card_bundle(request: HttpRequest, code: str) -> HttpResponse:
    """Return the card with its templates as ZIP, and count a download of each template."""
    page = load_card_page(code)
    made = build_bundle(page, page.templates, at=timezone.now())
    if is_human_download(request):
        for row in made.included:
            count_template_download(template=row.template, on=timezone.localdate())
    response = HttpResponse(made.content, "application/zip")
    name = content_disposition_header(as_attachment=True, filename=card_filename(page, ".zip"))
    response["Content-Disposition"] = name or "attachment"
    return response


@cached_for_guests()
@require_safe
def card_data(request: HttpRequest, code: str) -> HttpResponse:
    return JsonResponse(card_json(load_card_page(code)), json_dumps_params={"ensure_ascii": False, "indent": 1})


@cached_for_guests("on")
@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Show all versions, or redirect to the version that was in force on a day."""
    found = _service(code)
    on = _day(request.GET.get("on", ""))
    if on is not None:
        return HttpResponseRedirect(reverse("content:card_version", args=[code, on.isoformat()]))
    rows = versions_of(found.card)
    context = {
        "section": "services",
        "service": found,
        "card": found.card,
        "rows": rows,
        "is_misread": bool(request.GET.get("on")),
    }
    return render(request, "content/service_cards/versions.html", context)


@cached_for_guests()
@require_safe
def version(request: HttpRequest, code: str, which: str) -> HttpResponse:
    """Show a version by its number; redirect from a day to the version in force on it."""
    found = _service(code)
    on = _day(which)
    if on is not None:
        shown = version_in_force(found.card, on, ZoneInfo(settings.TIME_ZONE))
        if shown is None:
            raise Http404
        return HttpResponseRedirect(reverse("content:card_version", args=[code, str(shown.number)]))
    rows = versions_of(found.card)
    at = next((at for at, row in enumerate(rows) if str(row.number) == which), None)
    if at is None:
        raise Http404
    shown, before = rows[at], rows[at + 1] if at + 1 < len(rows) else None
    card = card_from_version(shown)
    context = {
        "section": "services",
        "service": found,
        "page": CardPage(service=found, card=card, ways=ServiceAvailability.of_service(found)),
        "card": card,
        "version": shown,
        "next": rows[at - 1] if at else None,
        "before": before,
        "differences": diff_cards(card_from_version(before), card) if before else [],
    }
    return render(request, "content/service_cards/version.html", context)


def _service(code: str) -> Service:
    return get_object_or_404(with_availability(Service.objects.in_use()), code=code)


def load_card_page(code: str) -> CardPage:
    return card_page(_service(code), at=timezone.now())


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
