"""Queries of templates: lists, searches, file names, and warnings for editors."""

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch, Sum
from django.utils.translation import gettext as _

from vikno.catalogue.models import Service, Template, TemplateKind, TemplateQuerySet, TemplateVersion
from vikno.files.operations import clean_name
from vikno.kernel.text import fold_text, query_words, sort_key

REVIEW_AFTER = datetime.timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class TemplateCriteria:
    """Criteria of a search for templates; an empty one does not restrict it."""

    words: str = ""
    kind: str = ""
    service: str = ""
    is_fillable: bool = False


@dataclass(frozen=True, kw_only=True)
class TemplateListItem:
    """A template with its current file and its number of downloads."""

    template: Template
    version: TemplateVersion
    downloads: int


def find_templates(criteria: TemplateCriteria) -> list[TemplateListItem]:
    """Return the matching templates in alphabetical order. Replaced ones are left out: their page links to the newer one."""
    templates = Template.objects.in_use().filter(replaced_by=None)
    if criteria.kind:
        templates = templates.filter(kind=criteria.kind)
    if criteria.service:
        templates = templates.of_service(criteria.service)
    words = query_words(criteria.words)
    # Words are compared in Python, because SQLite folds the case of Latin letters only.
    matching = []
    for item in template_list_items(templates):
        titles = [service.title for service in item.template.services.all()]
        text = fold_text(" ".join((item.template.title, item.template.purpose, *titles)))
        if all(word in text for word in words) and (item.version.is_fillable or not criteria.is_fillable):
            matching.append(item)
    return matching


def templates_for(service: Service) -> list[TemplateListItem]:
    """Return the templates offered with a service: its own first, then those of every service."""
    rows = template_list_items(Template.objects.in_use().filter(replaced_by=None).of_service(service.code))
    return sorted(rows, key=lambda row: (not row.template.services.all(), _KIND_ORDER[row.template.kind]))


def services_with_templates() -> list[tuple[str, str]]:
    """Return code and title of the services with templates of their own, in alphabetical order."""
    templates = Template.objects.in_use().filter(replaced_by=None)
    rows = Service.objects.in_use().filter(templates__in=templates).distinct().values_list("code", "title")
    return sorted(rows, key=lambda row: sort_key(row[1]))


def template_list_items(templates: TemplateQuerySet) -> list[TemplateListItem]:
    """Return templates in alphabetical order, each with its current version."""
    counted = (
        templates.with_versions()
        .prefetch_related(Prefetch("services", queryset=Service.objects.in_use()))
        .annotate(downloaded=Sum("downloads__count"))
    )
    items = [
        TemplateListItem(template=template, version=version, downloads=template.downloaded or 0)
        for template in counted
        if (version := template.current_version)
    ]
    return sorted(items, key=lambda item: sort_key(item.template.title))


def replacement_chain(template: Template) -> list[int]:
    """Return the keys of this template and of its successive replacements."""
    keys: list[int] = []
    newer: Template | None = template
    while newer is not None and newer.pk not in keys:
        keys.append(newer.pk)
        newer = newer.replaced_by
    return keys


def file_name(version: TemplateVersion) -> str:
    """Return the download name of a version: the title of the template, and the number of an earlier version."""
    template = version.template
    extension = f".{version.format.lower()}"
    is_current = not template.versions.filter(number__gt=version.number).exists()
    return clean_name(template.title + ("" if is_current else f" ({version.number})") + extension)


def template_warnings(template: Template, *, today: datetime.date) -> list[str]:
    """Return warnings for the editor; runs no query after `with_versions` with services."""
    warnings = []
    version = template.current_version
    if version is None:
        warnings.append(_("No file yet: residents do not see it."))
    elif version.dated_on < today - REVIEW_AFTER and template.is_active and template.replaced_by_id is None:
        warnings.append(_("Older than a year: check that it is still in force."))
    if not template.services.all():
        warnings.append(_("Belongs to no service: it is offered beside every one."))
    return warnings


_KIND_ORDER = {kind: position for position, kind in enumerate(TemplateKind.values)}
