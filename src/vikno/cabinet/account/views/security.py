"""Views of sign-in and security: the e-mail, the password, the second factor, and the devices signed in."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vikno.cabinet.access import ResidentRequest, resident_required
from vikno.cabinet.account.adapters import is_staff
from vikno.cabinet.account.devices import device_name
from vikno.people.models import Person

HINT_COOKIE = "second-factor-hint"
HINT_PAUSE = datetime.timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class SecondFactors:
    """The second factors of a person."""

    passkeys: int
    has_totp: bool
    recovery_codes: int

    @property
    def has_any(self) -> bool:
        return bool(self.passkeys) or self.has_totp


@dataclass(frozen=True, kw_only=True)
class DeviceSession:
    """A device on which somebody is signed in."""

    pk: int
    device: str
    ip: str
    began_at: datetime.datetime
    is_current: bool


def load_second_factors(person: Person) -> SecondFactors:
    rows = list(Authenticator.objects.filter(user=person))
    kinds = [row.type for row in rows]
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return SecondFactors(
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_totp=Authenticator.Type.TOTP in kinds,
        recovery_codes=len(codes.wrap().get_unused_codes()) if codes else 0,
    )


def list_device_sessions(request: ResidentRequest) -> list[DeviceSession]:
    """Return the devices on which the person is signed in: this device first, then the latest sign-in."""
    rows: Iterable[Any] = UserSession.objects.purge_and_list(request.user)
    sessions = [
        DeviceSession(
            pk=row.pk,
            device=device_name(row.user_agent),
            ip=row.ip,
            began_at=row.created_at,
            is_current=row.session_key == request.session.session_key,
        )
        for row in rows
    ]
    return sorted(sessions, key=lambda session: (session.is_current, session.began_at), reverse=True)


@resident_required
@require_safe
def security_page(request: ResidentRequest) -> HttpResponse:
    factors = load_second_factors(request.user)
    page = {
        "section": "cabinet",
        "new_address": EmailAddress.objects.get_new(request.user),
        "factors": factors,
        "sessions": list_device_sessions(request),
        "is_staff": is_staff(request.user),
        "is_hinted": not factors.has_any and HINT_COOKIE not in request.COOKIES,
    }
    return render(request, "cabinet/account/security.html", page)


@resident_required
@require_POST
def dismiss_security_hint(request: ResidentRequest) -> HttpResponse:
    """Hide the offer of a second factor for half a year."""
    response = redirect("cabinet:security")
    response.set_cookie(
        HINT_COOKIE, "off", max_age=HINT_PAUSE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


@resident_required
@require_http_methods(["GET", "POST"])
def manage_sessions(request: ResidentRequest) -> HttpResponse:
    """List the devices; by POST sign out the chosen device, or all devices but this."""
    if request.method != "POST":
        return render(
            request,
            "usersessions/usersession_list.html",
            {"section": "cabinet", "sessions": list_device_sessions(request)},
        )
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    session = request.POST.get("session")
    if session is None:
        get_adapter().end_sessions(others)
        messages.success(request, _("Done. You are signed in on this device only."))
    else:
        get_adapter().end_sessions([get_object_or_404(others, pk=int(session) if session.isdecimal() else 0)])
        messages.success(request, _("Done. That device is signed out."))
    return redirect("usersessions_list")
