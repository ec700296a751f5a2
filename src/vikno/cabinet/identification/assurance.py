"""How surely it is known who sits here now; what a page says that needs more, and how it leads back to where they were."""

import datetime

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vikno.cabinet.access import ResidentRequest
from vikno.identity.levels import AssuranceLevel
from vikno.identity.queries import offered_providers
from vikno.people.models import Person

AUTHENTICATION_METHOD = "identification"
# As long as a sitting lasts at most when nothing is done in it: a sitting that goes on and on is no reason to believe longer.
IDENTIFICATION_LIFETIME = datetime.timedelta(hours=12)


def record_identification(request: HttpRequest, person: Person, *, provider: str, level: AssuranceLevel) -> None:
    """Note in the session that this person has proved here who they are.

    It stands beside how they signed in: for this account only, and it goes when the session goes.
    """
    record_authentication(request, person, AUTHENTICATION_METHOD, provider=provider, level=level.value)


def current_level(request: ResidentRequest) -> AssuranceLevel:
    """Return how surely it is known that the owner of the account sits here: by the surest proof of this session.

    What was proved on another day says whose the account is, not who has opened it today.
    """
    since = (timezone.now() - IDENTIFICATION_LIFETIME).timestamp()
    records = get_authentication_records(request, request.user)
    shown = [
        AssuranceLevel(one.get("level", AssuranceLevel.NONE))
        for one in records
        if one["method"] == AUTHENTICATION_METHOD and one["at"] >= since
    ]
    return max(shown, key=list(AssuranceLevel).index, default=AssuranceLevel.NONE)


def render_identification_required(request: ResidentRequest, level: AssuranceLevel) -> HttpResponse:
    """Name the ways that reach the level. What was typed lies in the draft: nothing is lost on the way."""
    providers = [one for one in offered_providers() if one.for_residents and one.highest_level().reaches(level)]
    page = {"section": "cabinet", "level": level, "providers": providers, "next": request.get_full_path()}
    return render(request, "cabinet/identification/required.html", page, status=403)
