"""«Was this useful?»: one press on a page that is kept for everybody, so it takes no session and no token."""

import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vikno.content.seen import SeenPage
from vikno.enquiries.models import REASONS, Topic, Verdict
from vikno.enquiries.operations import count_verdict
from vikno.kernel.limits import Limit, TooOften, client_address
from vikno.web.origin import same_origin

# One reader says one thing of a page in a day, and does not judge the whole site by machine.
ONCE = Limit(name="useful-page", tries=1, within=datetime.timedelta(days=1))
PRESSES = Limit(name="useful", tries=40, within=datetime.timedelta(hours=1))


@same_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def useful(request: HttpRequest) -> HttpResponse:
    """Count what was pressed, then thank; after «no», ask what was wrong."""
    token = (request.POST if request.method == "POST" else request.GET).get("page", "")
    page = SeenPage.of_token(token)
    if page is None:
        raise Http404
    if request.method == "POST":
        verdict = request.POST.get("verdict", "")
        if verdict in Verdict.values:
            _count(request, page, Verdict(verdict))
        return redirect(f"{request.path}?{urlencode({'page': token, 'said': verdict})}")
    said = request.GET.get("said", "")
    context = {
        "page": page,
        "token": token,
        "said": said,
        "reasons": REASONS if said == Verdict.USELESS else (),
        "said_why": said in REASONS,
        "complaint": urlencode({"topic": Topic.COMPLAINT, "page": page.path}),
    }
    return render(request, "content/useful.html", context)


def _count(request: HttpRequest, page: SeenPage, verdict: Verdict) -> None:
    """Count it once; whoever presses again is thanked again, and nothing is added."""
    at = timezone.now()
    # The cache keeps digests of addresses for a day; the database keeps counts only.
    who = client_address(request)
    kind = "why" if verdict in REASONS else "useful"
    try:
        PRESSES.take(who, at=at)
        ONCE.take(f"{who} {page.language} {page.path} {kind}", at=at)
    except TooOften:
        return
    count_verdict(path=page.path, language=page.language, verdict=verdict, on=timezone.localdate(at))
