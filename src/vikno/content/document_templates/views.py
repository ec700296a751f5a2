"""Templates to download: the list, a template with its versions, a file."""

import re

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.catalogue.docx_templates import fill_template
from vikno.catalogue.models import Template, TemplateVersion
from vikno.catalogue.operations import count_template_download
from vikno.catalogue.placeholders import SAMPLES
from vikno.catalogue.templates import file_name, find_templates, template_list_items
from vikno.content.document_templates.forms import TemplateFilter
from vikno.files.queries import private_response, public_response, read_content

PAGE_LENGTH = 50
# Programs that fetch pages by themselves are no readers of a paper.
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|fetch|scan|curl|wget|python", re.IGNORECASE)


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    form = TemplateFilter(request.GET)
    page = Paginator(find_templates(form.search_criteria()), PAGE_LENGTH).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "section": "templates",
        "form": form,
        "is_narrowed": any(kept.values()),
        "page_obj": page,
        "query": f"{kept.urlencode()}&" if kept else "",
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
    """Give the current file of a template, or that of an earlier version, and count who is no robot."""
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


def is_human_download(request: HttpRequest) -> bool:
    """Tell whether somebody reads this: no robot, no question about the file only, no page opened ahead of time."""
    agent = request.headers.get("User-Agent", "")
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return request.method == "GET" and bool(agent) and not ROBOT.search(agent) and not is_ahead


@require_safe
def filled_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an editor how a template comes out, filled in for an invented resident."""
    template = get_object_or_404(Template.objects.with_versions(), pk=pk)
    version = template.current_version
    if version is None or not version.is_fillable:
        raise Http404
    content = fill_template(read_content(version.file), SAMPLES)
    return private_response(content, media_type=version.file.media_type, name=file_name(version))
