"""For editors: the cards that lack something, and the services that have no card; the worst first."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from vikno.catalogue.completeness import RULES
from vikno.catalogue.queries import to_mend, without_card

PAGE_LENGTH = 50
RIGHT = "catalogue.change_servicecard"


@require_safe
@permission_required(RIGHT)
def cards_to_mend(request: HttpRequest) -> HttpResponse:
    rule = request.GET.get("rule", "")
    rows = to_mend(today=timezone.localdate())
    counts = Counter(lack.rule for row in rows for lack in {lack.rule: lack for lack in row.lacks}.values())
    if rule in RULES:
        rows = [row for row in rows if any(lack.rule == rule for lack in row.lacks)]
    context = {
        "page_obj": Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("p")),
        "rules": [(code, name, counts[code]) for code, name in RULES.items() if counts[code]],
        "rule": rule if rule in RULES else "",
        "without_card": without_card(),
    }
    return render(request, "content/editors/cards_to_mend.html", context)
