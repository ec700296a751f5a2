"""Views of templates in the editors' area."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from vikno.catalogue.docx_templates import fill_template
from vikno.catalogue.models import Template
from vikno.catalogue.placeholders import SAMPLES
from vikno.catalogue.template_queries import file_name
from vikno.files.queries import private_response, read_content


@require_safe
def filled_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a template filled in for an invented resident."""
    template = get_object_or_404(Template.objects.with_versions(), pk=pk)
    version = template.current_version
    if version is None or not version.is_fillable:
        raise Http404
    content = fill_template(read_content(version.file), SAMPLES)
    return private_response(content, media_type=version.file.media_type, name=file_name(version))
