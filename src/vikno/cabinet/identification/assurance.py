"""The assurance level of the current session, and the page that asks for a higher one."""

import datetime

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vikno.cabinet.access import ResidentRequest
from vikno.cabinet.account.allauth_internals import record_authentication
from vikno.identity.levels import AssuranceLevel
from vikno.identity.queries import offered_providers
from vikno.people.models import Person

AUTHENTICATION_METHOD = "identification"
# As long as an idle session lasts. A session in constant use needs a new proof after that too.
IDENTIFICATION_LIFETIME = datetime.timedelta(hours=12)


def record_identification(request: HttpRequest, person: Person, *, provider: str, level: AssuranceLevel) -> None:
    """Record in the session that this person has proved their identity.

    The record stands beside those of signing in: it holds for this account only, and ends with the session.
    """
    record_authentication(request, person, AUTHENTICATION_METHOD, provider=provider, level=level.value)


def current_level(request: ResidentRequest) -> AssuranceLevel:
    """Return the highest level that was proved in this session.

    A proof of another day shows whose account it is, not who uses it today.
    """
    since = (timezone.now() - IDENTIFICATION_LIFETIME).timestamp()
    records = get_authentication_records(request, request.user)
    levels = [
        AssuranceLevel(record.get("level", AssuranceLevel.NONE))
        for record in records
        if record["method"] == AUTHENTICATION_METHOD and record["at"] >= since
    ]
    return max(levels, key=list(AssuranceLevel).index, default=AssuranceLevel.NONE)


def render_identification_required(request: ResidentRequest, level: AssuranceLevel) -> HttpResponse:
    """Show the providers that reach the level. The answers stay in the draft meanwhile."""
    providers = [
        provider
        for provider in offered_providers()
        if provider.for_residents and provider.highest_level().reaches(level)
    ]
    page = {"section": "cabinet", "level": level, "providers": providers, "next": request.get_full_path()}
    return render(request, "cabinet/identification/required.html", page, status=403)
