"""What the centre gives: the list of services, a service."""

import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.catalogue.models import Service
from vikno.catalogue.queries import Ways, card_to_read, found, listed, with_ways
from vikno.centres.queries import Reception, receptions
from vikno.content.card import CardPage
from vikno.content.forms import ServiceFilter
from vikno.pagecache.kept import kept

PAGE_LENGTH = 50


@kept("q", "audience", "event", "online", "page")
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    form = ServiceFilter(request.GET)
    keys = found(form.wanted())
    page = Paginator(keys, PAGE_LENGTH).get_page(request.GET.get("page"))
    narrowing = request.GET.copy()
    narrowing.pop("page", None)
    context = {
        "section": "services",
        "form": form,
        "event": form.event_chosen,
        "is_narrowed": any(narrowing.values()),
        "page_obj": page,
        "rows": listed(list(page.object_list)),
        "query": f"{narrowing.urlencode()}&" if narrowing else "",
    }
    return render(request, "content/services.html", context)


@kept()
@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    found_service = get_object_or_404(with_ways(Service.objects.in_use()), code=code)
    ways = Ways.of(found_service)
    page = CardPage(
        service=found_service,
        card=card_to_read(found_service.card),
        ways=ways,
        life_event=found_service.life_events.order_by("position", "pk").first(),
        reception=_beside(ways, at=timezone.now()),
    )
    return render(request, "content/service.html", {"section": "services", "page": page, "card": page.card})


def _beside(ways: Ways, *, at: datetime.datetime) -> Reception | None:
    """Return the centre to show beside a card: the first one where people are served."""
    centres = [one.centre for one in ways.offerings if one.at_desk] or [one.centre for one in ways.offerings]
    return receptions(centres[:1], at=at)[0] if centres else None
