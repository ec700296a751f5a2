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
    """Look up an application by its number and access code."""
    if request.method != "POST":
        # The receipt's QR code carries the number and never the code.
        return _page(request, ApplicationStatusForm(initial={"number": request.GET.get("number", "")[:40]}))
    at = timezone.now()
    form = ApplicationStatusForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        place = LOOKUP_LIMIT.acquire(client_address(request), at=at)
    except RateLimitExceeded as refusal:
        response = _page(request, form, status=429, again_at=timezone.localtime(refusal.again_at))
        response["Retry-After"] = str(max(1, round((refusal.again_at - at).total_seconds())))
        return response
    application = application_by_code(form.cleaned_data["number"], form.cleaned_data["code"])
    if application is None:
        # One answer for a wrong number and a wrong code: nobody learns which numbers exist.
        form.add_error("number", _("We found no application with this number and code. Compare both with the receipt."))
        return _page(request, form, status=422)
    release_try(place)
    return _page(request, form, progress=application_progress(application), today=application.centre.today(at), at=at)


def _page(request: HttpRequest, form: ApplicationStatusForm, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"section": "status", "form": form, **more}
    return render(request, "content/application_status/status.html", context, status=status)
