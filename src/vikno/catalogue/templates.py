"""Templates as a list shows them, and which of them fit what somebody looks for."""

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch, Sum
from django.utils.translation import gettext as _

from vikno.catalogue.models import Service, Template, TemplateKind, TemplateQuerySet, TemplateVersion
from vikno.files.operations import clean_name
from vikno.kernel.text import fold_text, query_words, sort_key

OLD_AFTER = datetime.timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class TemplateCriteria:
    """What somebody looks for among the templates; what is left empty does not narrow."""

    words: str = ""
    kind: str = ""
    service: str = ""
    is_fillable: bool = False


@dataclass(frozen=True, kw_only=True)
class TemplateListItem:
    """A template with its current file and how often it was downloaded."""

    template: Template
    version: TemplateVersion
    downloads: int


def find_templates(wanted: TemplateCriteria) -> list[TemplateListItem]:
    """Return the templates that fit, in alphabetical order. Replaced ones are left out: their page leads to the newer one."""
    templates = Template.objects.in_use().filter(replaced_by=None)
    if wanted.kind:
        templates = templates.filter(kind=wanted.kind)
    if wanted.service:
        templates = templates.of_service(wanted.service)
    words = query_words(wanted.words)
    # Words are compared here, as everywhere: SQLite folds the case of Latin letters only.
    fitting = [one for one in template_list_items(templates) if all(word in _text(one) for word in words)]
    return [one for one in fitting if one.version.is_fillable or not wanted.is_fillable]


def templates_for(service: Service) -> list[TemplateListItem]:
    """Return what is offered beside a service: its own templates first, then those for every service."""
    rows = template_list_items(Template.objects.in_use().filter(replaced_by=None).of_service(service.code))
    return sorted(rows, key=lambda row: (not row.template.services.all(), _KIND_ORDER[row.template.kind]))


def services_with_templates() -> list[tuple[str, str]]:
    """Return code and title of the services that have templates of their own, in alphabetical order."""
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
    rows = [
        TemplateListItem(template=one, version=one.current_version, downloads=one.downloaded or 0)
        for one in counted
        if one.current_version
    ]
    return sorted(rows, key=lambda row: sort_key(row.template.title))


def replacement_chain(template: Template) -> list[int]:
    """Return the keys of this template and of those that take its place, one after another."""
    keys: list[int] = []
    newer: Template | None = template
    while newer is not None and newer.pk not in keys:
        keys.append(newer.pk)
        newer = newer.replaced_by
    return keys


def file_name(version: TemplateVersion) -> str:
    """Return the name under which a file is given: the title of the paper, and the number of an earlier version."""
    template = version.template
    ending = f".{version.format.lower()}"
    is_current = not template.versions.filter(number__gt=version.number).exists()
    return clean_name(template.title + ("" if is_current else f" ({version.number})") + ending)


def template_warnings(template: Template, *, today: datetime.date) -> list[str]:
    """Return what an editor should look at; asks no database after `with_versions` with services."""
    found = []
    version = template.current_version
    if version is None:
        found.append(_("No file yet: residents do not see it."))
    elif version.dated_on < today - OLD_AFTER and template.is_active and template.replaced_by_id is None:
        found.append(_("Older than a year: check that it is still in force."))
    if not template.services.all():
        found.append(_("Belongs to no service: it is offered beside every one."))
    return found


def _text(row: TemplateListItem) -> str:
    template = row.template
    return fold_text(
        " ".join((template.title, template.purpose, *(service.title for service in template.services.all())))
    )


_KIND_ORDER = {kind: place for place, kind in enumerate(TemplateKind.values)}
