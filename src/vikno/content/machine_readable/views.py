"""Views for programs: robots.txt, site map, security.txt, the register of services as data."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vikno.centres.queries import main_centre
from vikno.content.machine_readable import open_data
from vikno.content.machine_readable.sitemap import MAX_ENTRIES, SECTIONS
from vikno.kernel.public_urls import absolute_url
from vikno.pagecache.decorators import cached_for_guests

# RFC 9116 advises less than a year.
SECURITY_TXT_LIFETIME = datetime.timedelta(days=180)
PRIVATE_PATHS = ("account", "cabinet", "workspace")
XML_TYPE = "application/xml; charset=utf-8"
PLAIN_TYPE = "text/plain; charset=utf-8"


@cached_for_guests()
@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Keep robots out of private pages; a public demo is closed to them as a whole."""
    languages = ["", *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    context = {
        "is_demo": settings.PUBLIC_DEMO,
        "private": ["/editors/", *(f"{language}/{place}/" for language in languages for place in PRIVATE_PATHS)],
        "sitemap": absolute_url("/sitemap.xml"),
    }
    return render(request, "content/machine_readable/robots.txt", context, content_type=PLAIN_TYPE)


@cached_for_guests()
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    sections = [absolute_url(f"/sitemap-{name}.xml") for name in SECTIONS]
    return render(request, "content/machine_readable/sitemap_index.xml", {"sections": sections}, content_type=XML_TYPE)


@cached_for_guests()
@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    if section not in SECTIONS:
        raise Http404
    entries = SECTIONS[section]()[:MAX_ENTRIES]
    return render(request, "content/machine_readable/sitemap.xml", {"entries": entries}, content_type=XML_TYPE)


@cached_for_guests()
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Give the contact for vulnerability reports (RFC 9116). The expiry date moves each day, so it never passes."""
    centre = main_centre()
    contact = settings.SECURITY_CONTACT or (centre and centre.email) or settings.DEFAULT_FROM_EMAIL
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + SECURITY_TXT_LIFETIME
    context = {
        "contact": contact if ":" in contact else f"mailto:{contact}",
        "expires": f"{expires:%Y-%m-%dT%H:%M:%SZ}",
        "languages": ", ".join(code for code, _name in settings.LANGUAGES),
        "canonical": absolute_url("/.well-known/security.txt"),
        "policy": settings.SECURITY_POLICY,
    }
    return render(request, "content/machine_readable/security.txt", context, content_type=PLAIN_TYPE)


@cached_for_guests()
@require_safe
def services_json(request: HttpRequest) -> JsonResponse:
    """Return every service as JSON; docs/integrate.md describes the fields."""
    centre = main_centre()
    name = (centre and (centre.community or centre.name)) or "Вікно"
    data = {
        "version": open_data.VERSION,
        "publisher": {"name": name, "url": absolute_url("/")},
        "services": open_data.service_rows(),
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


@cached_for_guests()
@require_safe
def services_csv(request: HttpRequest) -> HttpResponse:
    """Return every service as CSV."""
    response = HttpResponse(open_data.csv_table(open_data.service_rows()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="services.csv"'
    return response
