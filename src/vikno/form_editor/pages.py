"""Rendering of the editor's pages in the frame of the editors' area, and saving of their changes."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vikno.eforms import operations
from vikno.eforms.changes import DefinitionChange
from vikno.eforms.models import EForm, FormVersion
from vikno.kernel.errors import Refused
from vikno.web.editor_access import EditorRequest


def render_page(
    request: EditorRequest,
    template: str,
    *,
    title: str,
    form: EForm | None = None,
    tab: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render a page; `form` is its e-form, `tab` the tab that is open."""
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": editor_url("list"), "label": _("E-forms")},
    ]
    if form is not None:
        trail.append({"url": editor_url("outline", form.code), "label": form.title})
    if form is None or title != form.title:
        trail.append({"url": request.path, "label": title})
    frame = {"breadcrumbs_items": trail, "header_icon": "form", "title": title, "eform_row": form, "tab": tab}
    return render(request, f"form_editor/{template}", {**frame, **context}, status=status)


def editor_url(name: str, *args: Any) -> str:
    return reverse(f"form_editor:{name}", args=args)


def seen_revision(request: EditorRequest) -> int:
    """Return the revision of the draft that the page showed, or -1."""
    sent = str(request.POST.get("seen", ""))
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def apply_change(request: EditorRequest, version: FormVersion, change: DefinitionChange) -> FormVersion:
    """Make one change of a draft in the name of the editor. Raises what `operations.edit` raises."""
    return operations.edit(
        version=version, change=change, seen=seen_revision(request), by=request.user, at=timezone.now()
    )


def save_form(request: EditorRequest, version: FormVersion, form: Form, change: DefinitionChange) -> FormVersion | None:
    """Make the change that a valid form describes, or return None with the errors on the form.

    `change` runs only after validation, so it may read `cleaned_data`.
    """
    if not form.is_valid():
        return None
    try:
        return apply_change(request, version, change)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
