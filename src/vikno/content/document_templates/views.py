"""Views of templates to download: the list, a template with its versions, a file."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.catalogue.models import Template, TemplateVersion
from vikno.catalogue.operations import count_template_download
from vikno.catalogue.template_queries import file_name, find_templates, template_list_items
from vikno.content.document_templates.downloads import is_human_download
from vikno.content.document_templates.forms import TemplateFilter
from vikno.files.queries import public_response

PAGE_LENGTH = 50


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    form = TemplateFilter(request.GET)
    page = Paginator(find_templates(form.search_criteria()), PAGE_LENGTH).get_page(request.GET.get("page"))
    parameters = request.GET.copy()
    parameters.pop("page", None)
    context = {
        "section": "templates",
        "form": form,
        "is_narrowed": any(parameters.values()),
        "page_obj": page,
        "query": f"{parameters.urlencode()}&" if parameters else "",
    }
    return render(request, "content/document_templates/templates.html", context)


@require_safe
def template(request: HttpRequest, code: str) -> HttpResponse:
    row = next(iter(template_list_items(Template.objects.in_use().filter(code=code))), None)
    if row is None:
        raise Http404
    context = {"section": "templates", "row": row, "template": row.template, "version": row.version}
    return render(request, "content/document_templates/template.html", context)


@require_safe
def download(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """Return the file of the current version or of an earlier one, and count downloads by people."""
    versions = TemplateVersion.objects.select_related("file", "template").filter(template__in=Template.objects.in_use())
    if number is None:
        versions = versions.order_by("-number")
        version = get_object_or_404(versions.filter(template__code=code)[:1])
    else:
        version = get_object_or_404(versions, template__code=code, number=number)
    response = public_response(version.file, name=file_name(version), request=request)
    if response.status_code == 200 and is_human_download(request):
        count_template_download(template=version.template, on=timezone.localdate())
    return response
