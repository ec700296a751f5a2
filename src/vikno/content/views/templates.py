"""Templates to download: the list, a template with its versions, a file."""

import re

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.catalogue.filling import fill
from vikno.catalogue.models import Template, TemplateVersion
from vikno.catalogue.operations import count_download
from vikno.catalogue.placeholders import SAMPLES
from vikno.catalogue.templates import file_name, listed, sought
from vikno.content.paper_forms import TemplateFilter
from vikno.files.queries import content_of, give, publish

PAGE_LENGTH = 50
# Programs that fetch pages by themselves are no readers of a paper.
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|fetch|scan|curl|wget|python", re.IGNORECASE)


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    form = TemplateFilter(request.GET)
    page = Paginator(sought(form.wanted()), PAGE_LENGTH).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "section": "templates",
        "form": form,
        "is_narrowed": any(kept.values()),
        "page_obj": page,
        "query": f"{kept.urlencode()}&" if kept else "",
    }
    return render(request, "content/templates.html", context)


@require_safe
def template(request: HttpRequest, code: str) -> HttpResponse:
    row = next(iter(listed(Template.objects.in_use().filter(code=code))), None)
    if row is None:
        raise Http404
    context = {"section": "templates", "row": row, "template": row.template, "version": row.version}
    return render(request, "content/template.html", context)


@require_safe
def download(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """Give the current file of a template, or that of an earlier version, and count who is no robot."""
    versions = TemplateVersion.objects.select_related("file", "template").filter(template__in=Template.objects.in_use())
    if number is None:
        versions = versions.order_by("-number")
        version = get_object_or_404(versions.filter(template__code=code)[:1])
    else:
        version = get_object_or_404(versions, template__code=code, number=number)
    response = publish(version.file, name=file_name(version), request=request)
    if response.status_code == 200 and is_read(request):
        count_download(template=version.template, on=timezone.localdate())
    return response


def is_read(request: HttpRequest) -> bool:
    """Tell whether somebody reads this: no robot, no question about the file only, no page opened ahead of time."""
    agent = request.headers.get("User-Agent", "")
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return request.method == "GET" and bool(agent) and not ROBOT.search(agent) and not is_ahead


@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an editor how a template comes out, filled in for an invented resident."""
    template = get_object_or_404(Template.objects.with_versions(), pk=pk)
    version = template.current
    if version is None or not version.is_fillable:
        raise Http404
    content = fill(content_of(version.file), SAMPLES)
    return give(content, media_type=version.file.media_type, name=file_name(version))
