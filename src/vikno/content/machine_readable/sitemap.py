"""Entries of the site map: every public page with its translations, in sections."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings

from vikno.catalogue.models import Service
from vikno.catalogue.queries import titles_by_language, with_availability
from vikno.centres.models import Centre
from vikno.content.language_addresses import addresses_by_language
from vikno.content.models import HomePage, NewsIndexPage, NewsPage, SitePage, StandardPage, page_address_in
from vikno.enquiries.models import QuestionAnswer
from vikno.kernel.public_urls import absolute_url

# A list may have 50,000 addresses (sitemaps.org), shared by the languages.
MAX_ENTRIES = 50_000 // len(settings.LANGUAGES)
LIST_URL_NAMES = ("content:services", "content:centres", "content:questions")


@dataclass(frozen=True, kw_only=True)
class SitemapEntry:
    """A page with its address in each of its languages."""

    paths: dict[str, str]
    changed_at: datetime.datetime | None = None

    @property
    def addresses(self) -> dict[str, str]:
        return {code: absolute_url(path) for code, path in self.paths.items()}

    @property
    def default(self) -> str:
        return self.addresses.get(settings.LANGUAGE_CODE) or next(iter(self.addresses.values()))


def page_entries() -> list[SitemapEntry]:
    rows: dict[object, list[SitePage]] = {}
    for model in (HomePage, StandardPage, NewsIndexPage, NewsPage):
        for page in model.objects.live().select_related("locale").order_by("path"):
            rows.setdefault(page.translation_key, []).append(page)
    entries = [SitemapEntry(paths=addresses_by_language(name)) for name in LIST_URL_NAMES]
    for translations in rows.values():
        paths = {page.language: page_address_in(page.language, page) for page in translations}
        entries.append(SitemapEntry(paths=paths, changed_at=_last_change(translations)))
    return entries


def _last_change(translations: Iterable[SitePage | QuestionAnswer]) -> datetime.datetime | None:
    return max((row.last_published_at for row in translations if row.last_published_at), default=None)


def service_entries() -> list[SitemapEntry]:
    rows = list(with_availability(Service.objects.in_use()).order_by("pk"))
    languages = titles_by_language(rows)
    return [
        SitemapEntry(
            paths=addresses_by_language("content:service", row.code, languages=languages[row.pk]),
            changed_at=row.card.last_published_at,
        )
        for row in rows
    ]


def centre_entries() -> list[SitemapEntry]:
    return [
        SitemapEntry(paths=addresses_by_language("content:centre", centre.code))
        for centre in Centre.objects.in_use().order_by("pk")
    ]


def question_entries() -> list[SitemapEntry]:
    rows: dict[object, list[QuestionAnswer]] = {}
    for question in QuestionAnswer.objects.filter(live=True).select_related("locale").order_by("pk"):
        rows.setdefault(question.translation_key, []).append(question)
    entries = []
    for translations in rows.values():
        languages = [question.locale.language_code for question in translations]
        paths = addresses_by_language("content:question", translations[0].slug, languages=languages)
        entries.append(SitemapEntry(paths=paths, changed_at=_last_change(translations)))
    return entries


SECTIONS: dict[str, Callable[[], list[SitemapEntry]]] = {
    "pages": page_entries,
    "services": service_entries,
    "centres": centre_entries,
    "questions": question_entries,
}
