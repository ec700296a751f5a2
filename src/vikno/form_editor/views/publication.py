"""Publication, retirement and comparison of versions, and the services that use a form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vikno.catalogue import operations as catalogue
from vikno.catalogue.models import Service
from vikno.eforms import operations
from vikno.eforms.form_review import blocking_remarks, review_form
from vikno.eforms.models import EForm
from vikno.eforms.version_diff import form_differences
from vikno.form_editor.access import draft_or_404, form_or_404, form_permission_required, version_or_404
from vikno.form_editor.pages import editor_url, render_page, seen_revision
from vikno.kernel.errors import Refused
from vikno.kernel.text import sort_key
from vikno.web.editor_access import EditorRequest


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def publish(request: EditorRequest, code: str) -> HttpResponse:
    """Show the review of the form, then publish."""
    draft, refusal = draft_or_404(code), ""
    if request.method == "POST":
        if not request.user.has_perm("eforms.publish_eform"):
            refusal = _("You may write drafts, but not publish them. Ask a colleague who may.")
        elif blocking := blocking_remarks(draft.eform):
            refusal = _("Not published yet: %s") % " ".join(remark.message for remark in blocking[:3])
        else:
            at, actor = timezone.now(), request.user.ref
            try:
                version = operations.publish(version=draft, at=at, actor=actor, seen=seen_revision(request))
            except Refused as refused:
                refusal = str(refused)
            else:
                note = _("Version %d is published. New applications use it from now on.")
                messages.success(request, note % version.number)
                return redirect(editor_url("versions", code))
    draft = draft_or_404(code)
    before = draft.form.published_version
    remarks = review_form(draft.eform)
    return render_page(
        request,
        "publish.html",
        title=_("Check and publish"),
        form=draft.form,
        tab="publish",
        draft=draft,
        status=422 if refusal else 200,
        refusal=refusal,
        stops=[remark for remark in remarks if remark.is_blocking],
        hints=[remark for remark in remarks if not remark.is_blocking],
        differences=form_differences(before.eform, draft.eform) if before else [],
        before=before,
        services=_services(draft.form),
    )


@form_permission_required("view")
@require_safe
def versions(request: EditorRequest, code: str) -> HttpResponse:
    """Show all versions."""
    form = form_or_404(code)
    rows = list(form.versions.order_by("-number").select_related("edited_by"))
    return render_page(request, "versions.html", title=_("Versions"), form=form, tab="versions", versions=rows)


@form_permission_required("view")
@require_safe
def compare_versions(request: EditorRequest, code: str) -> HttpResponse:
    """Show the differences between two versions in words."""
    form = form_or_404(code)
    before, after = (version_or_404(form, request.GET.get(name, "")) for name in ("before", "after"))
    if before.number > after.number:
        before, after = after, before
    shown: dict[str, Any] = {"before": before, "after": after}
    shown["differences"] = form_differences(before.eform, after.eform)
    return render_page(request, "compare.html", title=_("What changed"), form=form, tab="versions", **shown)


@form_permission_required("publish")
@require_http_methods(["GET", "POST"])
def retire(request: EditorRequest, code: str) -> HttpResponse:
    """Ask for confirmation, then retire the form."""
    form, refusal = form_or_404(code), ""
    if request.method == "POST":
        try:
            operations.retire(form=form, actor=request.user.ref, at=timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The form is offered no more. What was begun can still be finished."))
            return redirect(editor_url("versions", code))
    return render_page(
        request,
        "confirm.html",
        title=_("Offer the form no more"),
        form=form,
        tab="versions",
        refusal=refusal,
        status=422 if refusal else 200,
        question=_(
            "Nobody can begin a new application with it. Applications that were begun go on. These services lose it:"
        ),
        things=[service.title for service in _services(form)],
        action=_("Offer no more"),
        back=editor_url("versions", code),
    )


def _services(form: EForm) -> list[Service]:
    return sorted(Service.objects.filter(form=form), key=lambda service: sort_key(service.title))


@form_permission_required("change")
@require_http_methods(["GET", "POST"])
def services(request: EditorRequest, code: str) -> HttpResponse:
    """Show and change the services that use this form."""
    form, refusal = form_or_404(code), ""
    if request.method == "POST":
        refusal = _change_link(request, form)
        if not refusal:
            return redirect(editor_url("services", code))
    others = Service.objects.exclude(form=form).filter(is_active=True).select_related("form")
    return render_page(
        request,
        "services.html",
        title=_("Services"),
        form=form,
        tab="services",
        status=422 if refusal else 200,
        refusal=refusal,
        services=_services(form),
        others=sorted(others, key=lambda service: sort_key(service.title)),
        is_published=form.published_version is not None,
    )


def _change_link(request: EditorRequest, form: EForm) -> str:
    """Link a service with the form or remove the link; return the refusal, or an empty text."""
    if not request.user.has_perm("catalogue.change_service"):
        return _("You may not change services. Ask a colleague who may.")
    key = request.POST.get("link", "") or request.POST.get("unlink", "")
    service = Service.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 12 else None
    if service is None:
        return _("Choose a service.")
    is_linking = "link" in request.POST
    catalogue.set_service_form(
        service=service, form=form if is_linking else None, actor=request.user.ref, at=timezone.now()
    )
    note = _("“%s” is now applied for with this form.") if is_linking else _("“%s” has no form any more.")
    messages.success(request, note % service.title)
    return ""
