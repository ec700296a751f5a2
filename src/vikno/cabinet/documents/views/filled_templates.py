"""Papers filled in with what is known of the resident: made when asked for, for them alone, and not kept."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from vikno.cabinet.access import ResidentRequest, resident_required
from vikno.catalogue import placeholders
from vikno.catalogue.docx_templates import TemplateBroken, fill_template
from vikno.catalogue.models import Service, Template, TemplateVersion
from vikno.catalogue.placeholders import PLACEHOLDERS_BY_CODE
from vikno.catalogue.queries import with_availability
from vikno.catalogue.template_queries import file_name
from vikno.centres.queries import main_centre
from vikno.files.queries import private_response, read_content
from vikno.people.models import Person


@resident_required
@require_safe
def template_preview(request: ResidentRequest, code: str) -> HttpResponse:
    """Return what the paper will be filled in with, what is missing and where to add it."""
    return _template_page(request, code)


@resident_required
@require_safe
def download_filled_template(request: ResidentRequest, code: str) -> HttpResponse:
    """Give the filled paper."""
    version = _fillable(code)
    known = _known(version.template, person=request.user, service=_service(request))
    try:
        content = fill_template(read_content(version.file), known)
    except TemplateBroken as refused:
        return _template_page(request, code, refusal=str(refused), status=422)
    return private_response(content, media_type=version.file.media_type, name=file_name(version))


def _template_page(request: ResidentRequest, code: str, *, status: int = 200, **more: Any) -> HttpResponse:
    version = _fillable(code)
    service = _service(request)
    known = _known(version.template, person=request.user, service=service)
    asked = [PLACEHOLDERS_BY_CODE[one] for one in version.placeholders if one in PLACEHOLDERS_BY_CODE]
    page = {
        "section": "cabinet",
        "template": version.template,
        "version": version,
        "service": service,
        "query": f"?{urlencode({'service': service.code})}" if service else "",
        "known": [(one.meaning, known[one.code]) for one in asked if one.code in known],
        "missing": [one for one in asked if one.code not in known],
        **more,
    }
    return render(request, "cabinet/documents/template_preview.html", page, status=status)


def _fillable(code: str) -> TemplateVersion:
    found = Template.objects.in_use().filter(code=code, replaced_by=None).with_versions().first()
    version = found.current_version if found else None
    if version is None or not version.is_fillable:
        raise Http404
    return version


def _service(request: ResidentRequest) -> Service | None:
    """Return the service that the paper is for, when the reader comes from its card."""
    return with_availability(Service.objects.in_use().filter(code=request.GET.get("service", ""))).first()


def _known(template: Template, *, person: Person, service: Service | None) -> Mapping[str, str]:
    centre = next((one.centre for one in service.offerings.all()), None) if service else None
    # The paper speaks its own language, whatever that of the page.
    with translation.override(template.language):
        return placeholders.placeholder_values(
            person=person, centre=centre or main_centre(), service=service, today=timezone.localdate()
        )
