"""The public status of an application for anybody who holds its receipt: no account, no personal data."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vikno.applications.queries import application_by_code
from vikno.content.application_status.forms import ApplicationStatusForm
from vikno.content.application_status.page import application_progress
from vikno.kernel.rate_limits import RateLimit, RateLimitExceeded, client_address, release_try

LOOKUP_LIMIT = RateLimit(name="status", tries=10, within=datetime.timedelta(minutes=15))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_status(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _look_up(request, at=timezone.now())
    # The receipt's QR code carries the number and never the code.
    return _page(request, ApplicationStatusForm(initial={"number": request.GET.get("number", "")[:40]}))


def _look_up(request: HttpRequest, *, at: datetime.datetime) -> HttpResponse:
    form = ApplicationStatusForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        place = LOOKUP_LIMIT.acquire(client_address(request), at=at)
    except RateLimitExceeded as refusal:
        return _too_often(request, form, refusal, at=at)
    application = application_by_code(form.cleaned_data["number"], form.cleaned_data["code"])
    if application is None:
        # One answer for a wrong number and a wrong code: nobody learns which numbers exist.
        form.add_error("number", _("We found no application with this number and code. Compare both with the receipt."))
        return _page(request, form, status=422)
    release_try(place)
    return _page(request, form, progress=application_progress(application), today=application.centre.today(at), at=at)


def _too_often(
    request: HttpRequest, form: ApplicationStatusForm, refusal: RateLimitExceeded, *, at: datetime.datetime
) -> HttpResponse:
    wait = max(1, round((refusal.again_at - at).total_seconds()))
    response = _page(request, form, status=429, again_at=timezone.localtime(refusal.again_at))
    response["Retry-After"] = str(wait)
    return response


def _page(request: HttpRequest, form: ApplicationStatusForm, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"section": "status", "form": form, **more}
    return render(request, "content/application_status/status.html", context, status=status)
