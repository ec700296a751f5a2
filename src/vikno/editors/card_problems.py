"""The report of cards with problems, worst first, and of services without a card."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from vikno.catalogue.completeness import RULE_LABELS
from vikno.catalogue.queries import cards_with_problems, services_without_card

PAGE_LENGTH = 50
CARD_PERMISSION = "catalogue.change_servicecard"


@require_safe
@permission_required(CARD_PERMISSION)
def cards_to_fix(request: HttpRequest) -> HttpResponse:
    rule = request.GET.get("rule", "")
    rows = cards_with_problems(today=timezone.localdate())
    counts = Counter(lack.rule for row in rows for lack in {lack.rule: lack for lack in row.problems}.values())
    if rule in RULE_LABELS:
        rows = [row for row in rows if any(lack.rule == rule for lack in row.problems)]
    context = {
        "page_obj": Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("p")),
        "rules": [(code, name, counts[code]) for code, name in RULE_LABELS.items() if counts[code]],
        "rule": rule if rule in RULE_LABELS else "",
        "without_card": services_without_card(),
    }
    return render(request, "editors/cards_to_fix.html", context)
