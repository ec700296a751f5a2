"""Views of templates filled in with a resident's data. A document is made on request and not stored."""

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
    """Show the values for the placeholders of a template, those missing, and where to add them."""
    return _template_page(request, code)


@resident_required
@require_safe
def download_filled_template(request: ResidentRequest, code: str) -> HttpResponse:
    """Send the filled document."""
    version = _load_fillable(code)
    known = _known(version.template, person=request.user, service=_service(request))
    try:
        content = fill_template(read_content(version.file), known)
    except TemplateBroken as refused:
        return _template_page(request, code, refusal=str(refused), status=422)
    return private_response(content, media_type=version.file.media_type, name=file_name(version))


def _template_page(request: ResidentRequest, code: str, *, status: int = 200, **more: Any) -> HttpResponse:
    version = _load_fillable(code)
    service = _service(request)
    known = _known(version.template, person=request.user, service=service)
    placeholders_used = [PLACEHOLDERS_BY_CODE[code] for code in version.placeholders if code in PLACEHOLDERS_BY_CODE]
    page = {
        "section": "cabinet",
        "template": version.template,
        "version": version,
        "service": service,
        "query": f"?{urlencode({'service': service.code})}" if service else "",
        "known": [
            (placeholder.meaning, known[placeholder.code])
            for placeholder in placeholders_used
            if placeholder.code in known
        ],
        "missing": [placeholder for placeholder in placeholders_used if placeholder.code not in known],
        **more,
    }
    return render(request, "cabinet/documents/template_preview.html", page, status=status)


def _load_fillable(code: str) -> TemplateVersion:
    template = Template.objects.in_use().filter(code=code, replaced_by=None).with_versions().first()
    version = template.current_version if template else None
    if version is None or not version.is_fillable:
        raise Http404
    return version


def _service(request: ResidentRequest) -> Service | None:
    """Return the service of the document, if the reader comes from its card."""
    return with_availability(Service.objects.in_use().filter(code=request.GET.get("service", ""))).first()


def _known(template: Template, *, person: Person, service: Service | None) -> Mapping[str, str]:
    centre = next((offering.centre for offering in service.offerings.all()), None) if service else None
    # The document is in its own language, whatever the language of the page.
    with translation.override(template.language):
        return placeholders.placeholder_values(
            person=person, centre=centre or main_centre(), service=service, today=timezone.localdate()
        )
