"""Writing to a centre, and looking up what became of it: without an account, by number and access code."""

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

from vikno.content.asking import About, AskForm
from vikno.content.forms import EnquiryStatusForm
from vikno.enquiries import operations
from vikno.enquiries.models import Enquiry, Topic
from vikno.enquiries.queries import enquiry_by_code, enquiry_sent, way_of
from vikno.enquiries.terms import terms
from vikno.kernel.errors import Refused
from vikno.kernel.limits import Limit, TooOften, client_address, give_back
from vikno.people.models import Person

LETTERS = Limit(name="ask", tries=5, within=datetime.timedelta(hours=1))
TRIES = Limit(name="ask-status", tries=10, within=datetime.timedelta(minutes=15))
# The address of the page with the number and the code opens them to whoever has it, so not for long.
DONE_SHOWN = datetime.timedelta(minutes=30)
_SENT = TimestampSigner(salt="vikno.content.ask.done")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Choose what it is, then write."""
    about = About.of(request.GET)
    if about.topic is None:
        topics = [(topic, about.query(topic)) for topic in Topic]
        return render(request, "content/ask/topics.html", {"section": "ask", "about": about, "topics": topics})
    if request.method == "POST":
        return _written(request, about, at=timezone.now())
    return _page(request, AskForm(about=about, person=_person(request)))


def _person(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def _written(request: HttpRequest, about: About, *, at: datetime.datetime) -> HttpResponse:
    form = AskForm(request.POST, about=about, person=_person(request))
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        place = LETTERS.take(client_address(request), at=at)
    except TooOften as refusal:
        return _wait(_page(request, form, status=429, again_at=timezone.localtime(refusal.again_at)), refusal, at=at)
    try:
        enquiry = _asked(request, form, at=at)
    except Refused as refused:
        give_back(place)
        form.add_error(None, str(refused))
        return _page(request, form, status=422)
    sent = _SENT.sign(str(enquiry.uid))
    response = redirect("content:ask_done")
    response["Location"] += f"?sent={sent}"
    return response


def _asked(request: HttpRequest, form: AskForm, *, at: datetime.datetime) -> Enquiry:
    assert form.given_ticket is not None
    return operations.ask(
        asked=form.asked(),
        centre=form.centre_chosen,
        language=get_language(),
        key=form.given_ticket.key,
        person=_person(request),
        at=at,
    )


def _page(request: HttpRequest, form: AskForm, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"section": "ask", "form": form, "about": form.about, "term": terms()[form.topic], **more}
    return render(request, "content/ask/form.html", context, status=status)


def _wait(response: HttpResponse, refusal: TooOften, *, at: datetime.datetime) -> HttpResponse:
    response["Retry-After"] = str(max(1, round((refusal.again_at - at).total_seconds())))
    return response


@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Show the number and the code, for as long as it takes to write them down."""
    try:
        uid = uuid.UUID(_SENT.unsign(request.GET.get("sent", ""), max_age=DONE_SHOWN))
    except (BadSignature, ValueError):
        return redirect("content:ask_status")
    return render(request, "content/ask/done.html", {"section": "ask", "enquiry": enquiry_sent(uid)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Look up an enquiry by its number and access code."""
    if request.method == "POST":
        return _look_up(request, at=timezone.now())
    return _status_page(request, EnquiryStatusForm(initial={"number": request.GET.get("number", "")[:40]}))


def _look_up(request: HttpRequest, *, at: datetime.datetime) -> HttpResponse:
    form = EnquiryStatusForm(request.POST)
    if not form.is_valid():
        return _status_page(request, form, status=422)
    try:
        place = TRIES.take(client_address(request), at=at)
    except TooOften as refusal:
        page = _status_page(request, form, status=429, again_at=timezone.localtime(refusal.again_at))
        return _wait(page, refusal, at=at)
    enquiry = enquiry_by_code(form.cleaned_data["number"], form.cleaned_data["code"])
    if enquiry is None:
        # One answer for a wrong number and a wrong code: nobody learns which numbers exist.
        form.add_error(
            "number", _("We found no enquiry with this number and code. Compare both with what You were given.")
        )
        return _status_page(request, form, status=422)
    give_back(place)
    return _status_page(request, form, enquiry=enquiry, moments=way_of(enquiry), at=at)


def _status_page(request: HttpRequest, form: EnquiryStatusForm, *, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "content/ask/status.html", {"section": "ask", "form": form, **more}, status=status)
