"""One service: its card as a page, as a paper, as data; and the texts that were in force before."""

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

from vikno.catalogue.comparing import differences
from vikno.catalogue.models import Service
from vikno.catalogue.operations import count_download
from vikno.catalogue.queries import Ways, as_it_stood, in_force_on, versions_of, with_ways
from vikno.content import addresses, papers
from vikno.content.bundle import bundle, named
from vikno.content.card import CardPage, card_page
from vikno.content.card_data import as_json, linked_data
from vikno.content.views.templates import is_read
from vikno.pagecache.kept import kept


@kept()
@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    page = page_of(code)
    context = {
        "section": "services",
        "page": page,
        "card": page.card,
        "linked_data": linked_data(page),
        "addresses": addresses.of_service(page.service),
    }
    return render(request, "content/service.html", context)


@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give out the card as a paper, to be read in the browser or kept."""
    content = papers.card(page_of(code), at=timezone.now())
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": f'inline; filename="{code}.pdf"'})


@require_safe
def all_papers(request: HttpRequest, code: str) -> HttpResponse:
    """Give the card with its templates in one file, and count them as downloaded each by itself."""
    page = page_of(code)
    made = bundle(page, page.templates, at=timezone.now())
    if is_read(request):
        for row in made.inside:
            count_download(template=row.template, on=timezone.localdate())
    response = HttpResponse(made.content, "application/zip")
    name = content_disposition_header(as_attachment=True, filename=named(page, ".zip"))
    response["Content-Disposition"] = name or "attachment"
    return response


@kept()
@require_safe
def data(request: HttpRequest, code: str) -> HttpResponse:
    return JsonResponse(as_json(page_of(code)), json_dumps_params={"ensure_ascii": False, "indent": 1})


@kept("on")
@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Show all texts that were ever in force, or lead to the one that was on a day."""
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
    return render(request, "content/versions.html", context)


@kept()
@require_safe
def version(request: HttpRequest, code: str, which: str) -> HttpResponse:
    """Show the card as it stood: by the number of a version, or by a day on which it was in force."""
    found = _service(code)
    on = _day(which)
    if on is not None:
        shown = in_force_on(found.card, on, ZoneInfo(settings.TIME_ZONE))
        if shown is None:
            raise Http404
        return HttpResponseRedirect(reverse("content:card_version", args=[code, str(shown.number)]))
    rows = versions_of(found.card)
    at = next((at for at, row in enumerate(rows) if str(row.number) == which), None)
    if at is None:
        raise Http404
    shown, before = rows[at], rows[at + 1] if at + 1 < len(rows) else None
    card = as_it_stood(shown)
    context = {
        "section": "services",
        "service": found,
        "page": CardPage(service=found, card=card, ways=Ways.of(found)),
        "card": card,
        "version": shown,
        "next": rows[at - 1] if at else None,
        "before": before,
        "differences": differences(as_it_stood(before), card) if before else [],
    }
    return render(request, "content/version.html", context)


def _service(code: str) -> Service:
    return get_object_or_404(with_ways(Service.objects.in_use()), code=code)


def page_of(code: str) -> CardPage:
    return card_page(_service(code), at=timezone.now())


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
