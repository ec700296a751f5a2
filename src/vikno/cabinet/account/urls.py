"""Addresses of accounts: the views of allauth, adapted to answer as our own pages do."""

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
    """Make the view answer 422 to an invalid form, list its problems for the page, and forbid copies in the browser.

    A problem of a hidden field has no link, because a device fills such a field in.
    """

    @functools.wraps(view)
    def adapted_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        problems: list[InputProblem] = []
        for form in (context.get("form"), context.get("webauthn_form")):
            if isinstance(form, forms.BaseForm) and form.is_bound and form.errors:
                hidden = {input_id(field) for field in form.hidden_fields()}
                problems += [
                    replace(problem, input_id="") if problem.input_id in hidden else problem
                    for problem in form_problems(form)
                ]
        if problems:
            context["problems"] = problems
            response.status_code = 422
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return adapted_view


def _adapt_patterns(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield path(str(entry.pattern), (list(_adapt_patterns(entry.url_patterns)), None, None))
        else:
            yield URLPattern(entry.pattern, adapt_allauth_view(entry.callback), entry.default_args, entry.name)


urlpatterns: list[URLPattern | URLResolver] = [
    path("2fa/", RedirectView.as_view(pattern_name="cabinet:security"), name="mfa_index"),
    path("sessions/", manage_sessions, name="usersessions_list"),
    *_adapt_patterns(allauth_urls.urlpatterns),
]
