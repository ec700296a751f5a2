"""The view of «Was this useful?». Its form stands on cached pages, so it uses no session and no CSRF token."""

import datetime
from contextlib import suppress
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vikno.content.feedback.rated_page import RatedPage
from vikno.enquiries.models import VERDICT_REASONS, EnquiryTopic, PageVerdictKind
from vikno.enquiries.operations import count_verdict
from vikno.kernel.rate_limits import RateLimit, RateLimitExceeded, client_address
from vikno.web.origin import same_origin_only

# One rating of a page a day for each reader, and a limit for all pages together.
VERDICT_LIMIT = RateLimit(name="useful-page", tries=1, within=datetime.timedelta(days=1))
VISITOR_LIMIT = RateLimit(name="useful", tries=40, within=datetime.timedelta(hours=1))


@same_origin_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate_page(request: HttpRequest) -> HttpResponse:
    """Count the rating and thank; after «no», ask for the reason."""
    token = (request.POST if request.method == "POST" else request.GET).get("page", "")
    page = RatedPage.from_token(token)
    if page is None:
        raise Http404
    if request.method == "POST":
        verdict = request.POST.get("verdict", "")
        if verdict in PageVerdictKind.values:
            at = timezone.now()
            # The cache keeps digests of addresses for a day; the database keeps counts only.
            address = client_address(request)
            kind = "why" if verdict in VERDICT_REASONS else "useful"
            # Repeated ratings of one reader add nothing.
            with suppress(RateLimitExceeded):
                VISITOR_LIMIT.acquire(address, at=at)
                VERDICT_LIMIT.acquire(f"{address} {page.language} {page.path} {kind}", at=at)
                day = timezone.localdate(at)
                count_verdict(path=page.path, language=page.language, verdict=PageVerdictKind(verdict), on=day)
        return redirect(f"{request.path}?{urlencode({'page': token, 'said': verdict})}")
    verdict = request.GET.get("said", "")
    context = {
        "page": page,
        "token": token,
        "said": verdict,
        "reasons": VERDICT_REASONS if verdict == PageVerdictKind.USELESS else (),
        "said_why": verdict in VERDICT_REASONS,
        "complaint": urlencode({"topic": EnquiryTopic.COMPLAINT, "page": page.path}),
    }
    return render(request, "content/feedback/thanks.html", context)
