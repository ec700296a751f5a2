"""What a page says that needs to know more surely who asks, and how it leads back to where they were."""

from django.http import HttpResponse
from django.shortcuts import render

from vikno.cabinet.access import ResidentRequest
from vikno.identity.levels import Level
from vikno.identity.queries import offered_providers


def needs_identification(request: ResidentRequest, level: Level) -> HttpResponse:
    """Name the ways that reach the level. What was typed lies in the draft: nothing is lost on the way."""
    providers = [one for one in offered_providers() if one.for_residents and one.most().reaches(level)]
    page = {"section": "cabinet", "level": level, "providers": providers, "next": request.get_full_path()}
    return render(request, "cabinet/identify_first.html", page, status=403)
