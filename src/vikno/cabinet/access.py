"""Access to the cabinet, and the scope of each request."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control

from vikno.applications.models import Application
from vikno.people.models import Person

View = Callable[..., HttpResponse]


class ResidentRequest(HttpRequest):
    """A request that has passed `resident_required`: its user is a person who signed in."""

    user: Any


def resident_required(view: View) -> View:
    """Require a signed-in person. Pages of the cabinet hold personal data, so no browser or proxy may store a copy."""
    private: View = cache_control(private=True, no_store=True)(login_required(view))
    return private


def load_own_application(person: Person, uid: uuid.UUID) -> Application:
    """Return this person's application with what its pages show; anybody else's is a 404."""
    rows = Application.objects.of(person).select_related(
        "service__card", "centre", "form_version", "applicant", "officer__person"
    )
    return get_object_or_404(rows.select_related("deadline", "registration", "decision"), uid=uid)
