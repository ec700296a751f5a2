"""The report of pages that readers found useless, with their reasons; worst first."""

import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from vikno.enquiries.queries import page_reports

PAGE_LENGTH = 50
PERIODS = ((30, _("30 days")), (90, _("90 days")), (365, _("a year")))


@require_safe
def page_feedback(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("days", "")
    days = int(text) if text in {str(days) for days, _label in PERIODS} else PERIODS[0][0]
    reports = page_reports(since=timezone.localdate() - datetime.timedelta(days=days))
    page = Paginator(reports, PAGE_LENGTH).get_page(request.GET.get("p"))
    return render(request, "editors/page_feedback.html", {"page_obj": page, "periods": PERIODS, "days": days})
