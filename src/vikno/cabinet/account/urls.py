"""Signing in and out: allauth's own views, answered as the rest of our pages are."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from allauth import urls as allauth_urls
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from vikno.cabinet.account.views.security import manage_sessions
from vikno.web.problems import InputProblem, form_problems, input_id

View = Callable[..., HttpResponse]


def adapt_allauth_view(view: View) -> View:
    """Make the view answer 422 to a form with faults, list them for the page, and leave no copy in the browser."""

    @functools.wraps(view)
    def adapted_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        problems = [problem for form in _refused(context) for problem in _problems_of(form)]
        if problems:
            context["problems"] = problems
            response.status_code = 422
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return adapted_view


def _refused(context: dict[str, Any]) -> list[forms.BaseForm]:
    shown = (context.get("form"), context.get("webauthn_form"))
    return [form for form in shown if isinstance(form, forms.BaseForm) and form.is_bound and form.errors]


def _problems_of(form: forms.BaseForm) -> list[InputProblem]:
    """Return what to mend. A hidden field is what a device fills in: there is nothing to link to."""
    hidden = {input_id(field) for field in form.hidden_fields()}
    return [replace(problem, input_id="") if problem.input_id in hidden else problem for problem in form_problems(form)]


def _ours(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield path(str(entry.pattern), (list(_ours(entry.url_patterns)), None, None))
        else:
            yield URLPattern(entry.pattern, adapt_allauth_view(entry.callback), entry.default_args, entry.name)


urlpatterns: list[URLPattern | URLResolver] = [
    path("2fa/", RedirectView.as_view(pattern_name="cabinet:security"), name="mfa_index"),
    path("sessions/", manage_sessions, name="usersessions_list"),
    *_ours(allauth_urls.urlpatterns),
]
