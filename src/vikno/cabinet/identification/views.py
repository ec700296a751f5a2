"""Views of identification: redirect to a provider and back, the signed text, Diia; linking and unlinking of providers."""

import logging
import secrets
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import segno
from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vikno.applications import operations as applications
from vikno.applications.tasks import ask_about_signature
from vikno.cabinet.access import ResidentRequest, resident_required
from vikno.cabinet.identification.assurance import record_identification
from vikno.files.queries import private_response
from vikno.identity import operations
from vikno.identity.adapters.diia import parse_callback_signatures
from vikno.identity.adapters.qualified_signature import CHALLENGE_FILE
from vikno.identity.assertion import IdentityAssertion
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.models import AttemptPurpose, IdentificationAttempt, IdentityLink, Provider, ProviderKind
from vikno.identity.queries import find_open_attempt, offered_providers
from vikno.kernel import public_urls
from vikno.kernel.errors import Refused
from vikno.kernel.rate_limits import RateLimit, RateLimitExceeded, client_address
from vikno.web.uploads import as_upload, bounded_uploads

logger = logging.getLogger(__name__)

BROWSER_KEY, STATE_KEY, LANGUAGE_KEY, NEXT_KEY = (
    "identity_browser",
    "identity_state",
    "identity_language",
    "identity_next",
)
UPLOAD_FIELD = "signed"
START_LIMIT = RateLimit(name="identify", tries=30, within=timedelta(minutes=10))
IN_PLACE_KINDS = (ProviderKind.KEP, ProviderKind.DIIA)

View = Callable[..., HttpResponse]


def in_start_language(view: View) -> View:
    """Answer in the language in which the identification started: addresses agreed with providers contain none."""

    def adapted_view(request: HttpRequest, code: str) -> HttpResponse:
        with translation.override(request.session.get(LANGUAGE_KEY) or translation.get_language()):
            return view(request, code)

    return never_cache(adapted_view)


@never_cache
@require_safe
def start_identification(request: HttpRequest, code: str) -> HttpResponse:
    """Start an identification by a provider. This proves nothing, so a plain link is enough."""
    provider = _provider(code)
    try:
        START_LIMIT.acquire(client_address(request), at=timezone.now())
    except RateLimitExceeded:
        return render(request, "429.html", status=429)
    next_page = request.GET.get("next", "")
    request.session[LANGUAGE_KEY] = translation.get_language()
    request.session[NEXT_KEY] = next_page if next_page and get_adapter(request).is_safe_url(next_page) else ""
    try:
        started = operations.start_attempt(
            provider=provider,
            browser=_browser(request),
            callback=callback_address(provider),
            person=request.user if request.user.is_authenticated else None,
            next_page=request.session[NEXT_KEY],
            at=timezone.now(),
        )
    except IdentificationFailed as failed:
        return _failed(request, provider, failed)
    request.session[STATE_KEY] = started.state
    return redirect(started.authorization_url or reverse("identify:spot", args=[code]))


@in_start_language
@require_safe
def provider_callback(request: HttpRequest, code: str) -> HttpResponse:
    """Take the answer of a provider, to whom the person was redirected."""
    provider = _provider(code)
    if provider.kind in IN_PLACE_KINDS:
        return redirect("identify:spot", code)
    try:
        attempt = _consume_attempt(request, provider, request.GET.get("state", ""))
        return _complete(request, attempt, query=request.GET.dict())
    except IdentificationFailed as failed:
        return _failed(request, provider, failed)


@bounded_uploads
@in_start_language
@require_http_methods(["GET", "POST"])
def identify_in_place(request: HttpRequest, code: str) -> HttpResponse:
    """Identify on this site: upload a signed text, or wait until the Diia application has signed a text."""
    provider = _provider(code)
    attempt = find_open_attempt(request.session.get(STATE_KEY, ""), provider, _browser(request))
    if attempt is None or provider.kind not in IN_PLACE_KINDS:
        return _failed(request, provider, IdentificationFailed(IdentityFailureReason.STALE, detail="spot"))
    if request.method == "POST" and provider.kind == ProviderKind.KEP:
        return _take_signed_text(request, provider, attempt)
    if "answer" in attempt.secrets:
        try:
            return _complete(request, _consume_attempt(request, provider, request.session[STATE_KEY]))
        except IdentificationFailed as failed:
            return _failed(request, provider, failed)
    return _spot_page(request, provider, attempt)


def _take_signed_text(request: HttpRequest, provider: Provider, attempt: IdentificationAttempt) -> HttpResponse:
    """Check the signed file. A wrong file leaves the attempt open: the person chose it by mistake."""
    signed = request.FILES.get(UPLOAD_FIELD)
    if signed is None:
        return _spot_page(request, provider, attempt, problem=_("Choose the signed file."))
    try:
        assertion = operations.complete_attempt(
            attempt=attempt, callback="", at=timezone.now(), file=as_upload(signed).content
        )
    except IdentificationFailed as failed:
        _log(provider, failed)
        problem = str(failed)
        if failed.reason == IdentityFailureReason.MIXED_UP:
            problem = _(
                "Another text is signed here. Sign the file that you download on this page, without changing it."
            )
        elif failed.detail == "unreadable":
            problem = _("This is no signed file. Bring the .p7s or .asice that the program has made.")
        return _spot_page(request, provider, attempt, problem=problem)
    try:
        _consume_attempt(request, provider, request.session[STATE_KEY])
        return _welcome(request, attempt, assertion)
    except IdentificationFailed as failed:
        return _failed(request, provider, failed)


@in_start_language
@require_safe
def download_text(request: HttpRequest, code: str) -> HttpResponse:
    """Send the text to sign as a file, byte for byte: a browser would change the ends of lines."""
    attempt = find_open_attempt(request.session.get(STATE_KEY, ""), _provider(code), _browser(request))
    if attempt is None or "text" not in attempt.secrets:
        raise Http404
    return private_response(
        b64decode(attempt.secrets["text"]), media_type="text/plain; charset=utf-8", name=CHALLENGE_FILE
    )


@csrf_exempt
@require_POST
def receive_diia_answer(request: HttpRequest) -> HttpResponse:
    """Take signatures from the Diia application: of an identification, or else of an application.

    Anybody can send a request here, so only a valid signature is stored.
    """
    state = request.headers.get("X-Document-Request-Trace-Id", "")
    for provider in Provider.objects.filter(kind=ProviderKind.DIIA, is_enabled=True):
        try:
            signatures = parse_callback_signatures(request.POST.get("encodeData", ""))
            operations.receive_signatures(provider=provider, state=state, signatures=signatures, at=timezone.now())
        except IdentificationFailed as failed:
            _log(provider, failed)
        else:
            return JsonResponse({"success": True})
    try:
        signatures = parse_callback_signatures(request.POST.get("encodeData", ""))
        signature = applications.receive_from_diia(request_id=state, signatures=signatures, at=timezone.now())
        ask_about_signature.enqueue(signature.pk)
    except Refused as refused:
        logger.warning("a signature by Diia was not taken: %s", type(refused).__name__)
        return JsonResponse({"success": False}, status=400)
    return JsonResponse({"success": True})


@resident_required
@require_POST
def unlink_provider(request: ResidentRequest, pk: int) -> HttpResponse:
    """Unlink a provider from the account, unless the person could not sign in without this provider."""
    link = get_object_or_404(
        IdentityLink.objects.filter(person=request.user).select_related("provider", "person"), pk=pk
    )
    # A code from a phone is only a second step, so it does not count as another way to sign in.
    has_other_ways = (bool(request.user.email) and request.user.has_usable_password()) or bool(
        Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN).exists()
    )
    try:
        operations.unlink_identity(link=link, has_other_ways=has_other_ways, at=timezone.now())
    except operations.LastSignInMethod:
        messages.error(request, _("This is your only way into the account. Add another one first."))
    else:
        messages.success(request, _("Done. You no longer sign in this way."))
    return redirect("cabinet:security")


def callback_address(provider: Provider) -> str:
    """Return the address that a provider redirects people to: the same in every language, as agreed in writing."""
    return public_urls.public_url("identify:callback", provider.code, language=settings.LANGUAGE_CODE)


def _provider(code: str) -> Provider:
    return get_object_or_404(offered_providers(), code=code)


def _browser(request: HttpRequest) -> str:
    """Return a random text that identifies the session of this browser."""
    if BROWSER_KEY not in request.session:
        request.session[BROWSER_KEY] = secrets.token_urlsafe(24)
    return str(request.session[BROWSER_KEY])


def _consume_attempt(request: HttpRequest, provider: Provider, state: str) -> IdentificationAttempt:
    """Close the open attempt of this browser and return it. Raises `IdentificationFailed`."""
    attempt = operations.consume_attempt(state=state, provider=provider, browser=_browser(request), at=timezone.now())
    if attempt.purpose == AttemptPurpose.JOIN and request.user != attempt.person:
        raise IdentificationFailed(IdentityFailureReason.STALE, detail="another person")
    return attempt


def _complete(
    request: HttpRequest, attempt: IdentificationAttempt, *, query: dict[str, str] | None = None
) -> HttpResponse:
    """Get the identity from the provider, then link it or sign in. Raises `IdentificationFailed`."""
    assertion = operations.complete_attempt(
        attempt=attempt, callback=callback_address(attempt.provider), at=timezone.now(), query=query
    )
    return _welcome(request, attempt, assertion)


def _welcome(request: HttpRequest, attempt: IdentificationAttempt, assertion: IdentityAssertion) -> HttpResponse:
    """Link the identity to the account of the attempt, or sign in its owner. Raises `IdentificationFailed`."""
    at, provider = timezone.now(), attempt.provider
    if attempt.person is not None:
        operations.link_identity(assertion=assertion, provider=provider, person=attempt.person, at=at)
        record_identification(request, attempt.person, provider=provider.code, level=assertion.level)
        messages.success(request, _("Done: now it is known that it is you. You can also sign in this way."))
        return redirect(attempt.next_page or "cabinet:security")
    account = operations.resolve_account(
        assertion=assertion, provider=provider, language=translation.get_language() or "uk", at=at
    )
    record_identification(request, account.person, provider=provider.code, level=assertion.level)
    response: HttpResponse = perform_login(
        request,
        account.person,
        email_verification="none",
        redirect_url=attempt.next_page or None,
        signup=account.is_new,
    )
    return response


def _failed(request: HttpRequest, provider: Provider, failed: IdentificationFailed) -> HttpResponse:
    """Show what happened and what to do next."""
    _log(provider, failed)
    page = {
        "section": "cabinet",
        "provider": provider,
        "failure": str(failed),
        "denied": failed.reason == IdentityFailureReason.DENIED,
        # After another try, or another provider, the person still returns to the page they were going to.
        "next": request.session.get(NEXT_KEY, ""),
    }
    return render(request, "cabinet/identification/failed.html", page, status=422)


def _log(provider: Provider, failed: IdentificationFailed) -> None:
    """Log codes and session ids, but no personal data."""
    logger.warning("identification by %s failed: %s (%s)", provider.code, failed.reason.value, failed.detail)


def _spot_page(
    request: HttpRequest, provider: Provider, attempt: IdentificationAttempt, *, problem: str = ""
) -> HttpResponse:
    page: dict[str, Any] = {
        "section": "cabinet",
        "provider": provider,
        "problem": problem,
        "field": UPLOAD_FIELD,
        "file": CHALLENGE_FILE,
    }
    link = attempt.secrets.get("deeplink", "")
    if link:
        page |= {"link": link, "qr": segno.make(link, error="m").svg_data_uri(border=2, scale=4)}
    template = (
        "cabinet/identification/diia.html" if provider.kind == ProviderKind.DIIA else "cabinet/identification/kep.html"
    )
    response = render(request, template, page, status=422 if problem else 200)
    if provider.kind == ProviderKind.DIIA:
        # Without scripts the page reloads.
        response.headers["Refresh"] = "4"
    return response
