"""Views of enquiries: the form, its confirmation, the status by number and access code. No account is needed."""

import datetime
import uuid

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vikno.content.enquiries.forms import EnquiryForm, EnquiryStatusForm, EnquirySubject
from vikno.enquiries import operations
from vikno.enquiries.models import EnquiryTopic
from vikno.enquiries.queries import enquiry_history, find_enquiry_by_code, find_sent_enquiry
from vikno.enquiries.terms import load_enquiry_terms
from vikno.kernel.errors import Refused
from vikno.kernel.rate_limits import RateLimit, RateLimitExceeded, client_address, release_try
from vikno.people.models import Person

SUBMISSION_LIMIT = RateLimit(name="ask", tries=5, within=datetime.timedelta(hours=1))
LOOKUP_LIMIT = RateLimit(name="ask-status", tries=10, within=datetime.timedelta(minutes=15))
# The address of the confirmation shows the number and the code to anybody who has it, so it expires soon.
CONFIRMATION_LIFETIME = datetime.timedelta(minutes=30)
_SENT = TimestampSigner(salt="vikno.content.ask.done")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show the topics, then the form, and submit the enquiry."""
    about = EnquirySubject.from_query(request.GET)
    if about.topic is None:
        topics = [(topic, about.query_for(topic)) for topic in EnquiryTopic]
        return render(request, "content/enquiries/topics.html", {"section": "ask", "about": about, "topics": topics})
    if request.method == "POST":
        return _submit(request, about, at=timezone.now())
    return _page(request, EnquiryForm(about=about, person=_person(request)))


def _person(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def _submit(request: HttpRequest, about: EnquirySubject, *, at: datetime.datetime) -> HttpResponse:
    form = EnquiryForm(request.POST, about=about, person=_person(request))
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        place = SUBMISSION_LIMIT.acquire(client_address(request), at=at)
    except RateLimitExceeded as refusal:
        page = _page(request, form, status=429, again_at=timezone.localtime(refusal.again_at))
        return _with_retry_after(page, refusal, at=at)
    assert form.sent_token is not None
    try:
        enquiry = operations.submit_enquiry(
            content=form.enquiry_content(),
            centre=form.addressee,
            language=get_language(),
            key=form.sent_token.key,
            person=_person(request),
            at=at,
        )
    except Refused as refused:
        release_try(place)
        form.add_error(None, str(refused))
        return _page(request, form, status=422)
    response = redirect("content:ask_done")
    response["Location"] += f"?sent={_SENT.sign(str(enquiry.uid))}"
    return response


def _page(request: HttpRequest, form: EnquiryForm, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"section": "ask", "form": form, "about": form.about, "term": load_enquiry_terms()[form.topic], **more}
    return render(request, "content/enquiries/form.html", context, status=status)


def _with_retry_after(response: HttpResponse, refusal: RateLimitExceeded, *, at: datetime.datetime) -> HttpResponse:
    response["Retry-After"] = str(max(1, round((refusal.again_at - at).total_seconds())))
    return response


@never_cache
@require_safe
def confirmation(request: HttpRequest) -> HttpResponse:
    """Show the number and the code for half an hour."""
    try:
        uid = uuid.UUID(_SENT.unsign(request.GET.get("sent", ""), max_age=CONFIRMATION_LIFETIME))
    except (BadSignature, ValueError):
        return redirect("content:ask_status")
    return render(request, "content/enquiries/confirmation.html", {"section": "ask", "enquiry": find_sent_enquiry(uid)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_status(request: HttpRequest) -> HttpResponse:
    """Look up an enquiry by its number and access code."""
    if request.method != "POST":
        return _status_page(request, EnquiryStatusForm(initial={"number": request.GET.get("number", "")[:40]}))
    at = timezone.now()
    form = EnquiryStatusForm(request.POST)
    if not form.is_valid():
        return _status_page(request, form, status=422)
    try:
        place = LOOKUP_LIMIT.acquire(client_address(request), at=at)
    except RateLimitExceeded as refusal:
        page = _status_page(request, form, status=429, again_at=timezone.localtime(refusal.again_at))
        return _with_retry_after(page, refusal, at=at)
    enquiry = find_enquiry_by_code(form.cleaned_data["number"], form.cleaned_data["code"])
    if enquiry is None:
        # One message for a wrong number and a wrong code, so that nobody learns which numbers exist.
        form.add_error(
            "number", _("We found no enquiry with this number and code. Compare both with what you were given.")
        )
        return _status_page(request, form, status=422)
    release_try(place)
    return _status_page(request, form, enquiry=enquiry, moments=enquiry_history(enquiry), at=at)


def _status_page(request: HttpRequest, form: EnquiryStatusForm, *, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "content/enquiries/status.html", {"section": "ask", "form": form, **more}, status=status)
