"""Who may work with forms, and which rows they load."""

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from vikno.eforms.models import EForm, FormVersion

View = Callable[..., HttpResponse]


def form_permission_required(act: str) -> Callable[[View], View]:
    """Let only those in who have this right over forms: view, add, change or publish."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(f"eforms.{act}_eform"):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def form_or_404(code: str) -> EForm:
    return get_object_or_404(EForm, code=code)


def draft_or_404(code: str) -> FormVersion:
    """Return the draft of a form; 404 where there is none."""
    drafts = FormVersion.objects.filter(form__code=code, status="draft").select_related("form", "edited_by")
    return get_object_or_404(drafts)


def draft_or_newest_version(form: EForm) -> FormVersion:
    """Return what there is to look at: the draft, or the newest version."""
    return form.draft_version or form.versions.order_by("-number")[0]
