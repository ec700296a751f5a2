"""The list of forms: how each stands, and which services use it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from vikno.catalogue.models import Service
from vikno.eforms.models import EForm, FormVersion, VersionStatus
from vikno.kernel.text import fold_text, query_words, sort_key


@dataclass(frozen=True, kw_only=True)
class FormListRow:
    """A form as the list shows it."""

    form: EForm
    draft: FormVersion | None
    published: FormVersion | None
    retired: FormVersion | None
    services: Sequence[Service]


def find_forms(query: str) -> list[int]:
    """Return the keys of the forms with these words in their title or code, or in the title of a service; sorted."""
    words = query_words(query)
    texts: dict[int, list[str]] = {}
    for pk, title, code, service in EForm.objects.values_list("pk", "title", "code", "services__title"):
        texts.setdefault(pk, [title, code]).append(service or "")
    hits = [pk for pk, said in texts.items() if all(word in fold_text(" ".join(said)) for word in words)]
    return sorted(hits, key=lambda pk: sort_key(texts[pk][0]))


def form_rows(keys: Sequence[int]) -> list[FormListRow]:
    """Return what the list shows of these forms, in the order of the keys."""
    rows = {form.pk: form for form in _loaded(EForm.objects.filter(pk__in=keys))}
    return [_row(rows[pk]) for pk in keys if pk in rows]


def _loaded(forms: QuerySet[EForm]) -> QuerySet[EForm]:
    versions = FormVersion.objects.defer("definition").select_related("edited_by").order_by("-number")
    return forms.prefetch_related(
        Prefetch("versions", queryset=versions), Prefetch("services", queryset=Service.objects.order_by("title"))
    )


def _row(form: EForm) -> FormListRow:
    def newest(status: VersionStatus) -> FormVersion | None:
        return next((version for version in form.versions.all() if version.status == status), None)

    return FormListRow(
        form=form,
        draft=newest(VersionStatus.DRAFT),
        published=newest(VersionStatus.PUBLISHED),
        retired=newest(VersionStatus.RETIRED),
        services=list(form.services.all()),
    )
