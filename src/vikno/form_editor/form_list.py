"""The list of forms with their versions and services."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from vikno.catalogue.models import Service
from vikno.eforms.models import EForm, FormVersion, VersionStatus
from vikno.kernel.text import fold_text, query_words, sort_key


@dataclass(frozen=True, kw_only=True)
class FormListRow:
    """A form in the list."""

    form: EForm
    draft: FormVersion | None
    published: FormVersion | None
    retired: FormVersion | None
    services: Sequence[Service]


def find_forms(query: str) -> list[int]:
    """Return the keys of the forms with these words in title, code or the title of a service, sorted by title."""
    words = query_words(query)
    texts: dict[int, list[str]] = {}
    for pk, title, code, service in EForm.objects.values_list("pk", "title", "code", "services__title"):
        texts.setdefault(pk, [title, code]).append(service or "")
    hits = [pk for pk, parts in texts.items() if all(word in fold_text(" ".join(parts)) for word in words)]
    return sorted(hits, key=lambda pk: sort_key(texts[pk][0]))


def form_rows(keys: Sequence[int]) -> list[FormListRow]:
    """Return the rows of these forms, in the order of the keys."""
    versions = FormVersion.objects.defer("definition").select_related("edited_by").order_by("-number")
    services = Service.objects.order_by("title")
    forms = EForm.objects.filter(pk__in=keys).prefetch_related(
        Prefetch("versions", queryset=versions), Prefetch("services", queryset=services)
    )
    rows: dict[int, FormListRow] = {}
    for form in forms:
        newest: dict[str, FormVersion] = {}
        for version in form.versions.all():
            newest.setdefault(version.status, version)
        rows[form.pk] = FormListRow(
            form=form,
            draft=newest.get(VersionStatus.DRAFT),
            published=newest.get(VersionStatus.PUBLISHED),
            retired=newest.get(VersionStatus.RETIRED),
            services=list(form.services.all()),
        )
    return [rows[pk] for pk in keys if pk in rows]
