"""Sources of the search index. A new kind of content is a `SearchSource` in `SEARCH_SOURCES`."""

import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.catalogue.models import CARD_PARTS, Service, ServiceCard, Template, TranslatedNameModel
from vikno.catalogue.queries import SEARCH_KIND, title_of
from vikno.centres.models import Centre
from vikno.content.models import NewsPage, SitePage, StandardPage
from vikno.enquiries.models import QuestionAnswer
from vikno.search.documents import DEFAULT_BOOST, SearchDocument
from vikno.search.queries import SearchHit

_TAG = re.compile(r"<[^>]*>")


# The key and the language of a document.
DocumentKey = tuple[str, str]


class SearchSource(Protocol):
    """A source of searchable content of one kind."""

    @property
    def kind(self) -> str: ...

    @property
    def heading(self) -> str | Promise: ...

    def documents(self) -> Iterator[SearchDocument]:
        """Return all published content of this kind."""

    def addresses(self, keys: Collection[str]) -> Mapping[DocumentKey, str]:
        """Return the addresses by key, without content that was removed after indexing."""


class ServiceSource:
    """Services: their published cards in each language."""

    kind = SEARCH_KIND
    heading = _("Services")

    def documents(self) -> Iterator[SearchDocument]:
        rows = Service.objects.in_use().select_related("card", "authority", "category")
        services = {service.card.translation_key: service for service in rows.prefetch_related("life_events")}
        for card in self._cards().prefetch_related(*CARD_PARTS):
            service = services.get(card.translation_key)
            if service is None:
                continue
            terms = [*service.life_events.all(), *filter(None, [service.category])]
            names = [_name_in(card.language, term) for term in terms]
            yield SearchDocument(
                kind=self.kind,
                key=service.code,
                language=card.language,
                title=title_of(service, card),
                keywords=plain_text(service.keywords, service.official_id, *names),
                text=plain_text(*_card_texts(card), _name_in(card.language, service.authority)),
                boost=DEFAULT_BOOST * 2,
            )

    def addresses(self, keys: Collection[str]) -> Mapping[DocumentKey, str]:
        rows = Service.objects.in_use().filter(code__in=keys).values_list("card__translation_key", "code")
        codes = dict(rows)
        places = self._cards().filter(translation_key__in=codes).values_list("translation_key", "locale__language_code")
        return {(codes[key], language): reverse("content:service", args=[codes[key]]) for key, language in places}

    def _cards(self) -> Any:
        return ServiceCard.objects.filter(live=True).select_related("locale", "service")


def _name_in(language: str, row: TranslatedNameModel) -> str:
    return str(row.names.get(language) or row)


def _card_texts(card: ServiceCard) -> list[Any]:
    """Return the texts of a card in reading order."""
    return [
        card.lead,
        card.who_may_apply,
        *(f"{document.name}. {document.detail}" for document in card.documents.all()),
        card.how_to_apply,
        card.fee_text,
        card.result,
        card.ways_to_receive,
        *(f"{stage.title}. {stage.text}" for stage in card.stages.all()),
        card.more_html,
        card.working_conditions,
        *card.legal_acts.all(),
    ]


class CentreSource:
    kind = "centre"
    heading = _("Centres")

    def documents(self) -> Iterator[SearchDocument]:
        for centre in Centre.objects.in_use():
            yield SearchDocument(
                kind=self.kind,
                key=centre.code,
                language=settings.LANGUAGE_CODE,
                title=centre.name,
                keywords=plain_text(centre.community),
                text=plain_text(
                    centre.address, centre.phones, centre.directions, centre.accessibility, centre.hours_text
                ),
                boost=DEFAULT_BOOST * 3 // 2,
            )

    def addresses(self, keys: Collection[str]) -> Mapping[DocumentKey, str]:
        codes = Centre.objects.in_use().filter(code__in=keys).values_list("code", flat=True)
        return {(code, settings.LANGUAGE_CODE): reverse("content:centre", args=[code]) for code in codes}


class SectionSource:
    """The fixed parts of the site: the status check and the lists."""

    kind = "section"
    heading = _("Parts of the site")
    sections = (
        ("content:status", _("Check an application"), _("number of the application, access code, status, receipt")),
        ("content:check", _("Check a document"), _("electronic signature, p7s, asice, seal, who signed, is it valid")),
        ("content:services", _("Services"), _("list of services, apply online")),
        ("content:centres", _("Centres and hours"), _("address, phone, hours of reception, map")),
        ("content:templates", _("Templates of papers"), _("forms and samples to download")),
        ("content:questions", _("Questions and answers"), _("what people ask, help")),
        ("content:ask", _("Write to us"), _("question, complaint, proposal, thanks, letter, feedback")),
    )

    def documents(self) -> Iterator[SearchDocument]:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                for name, title, keywords in self.sections:
                    yield SearchDocument(
                        kind=self.kind, key=name, language=language, title=str(title), keywords=str(keywords)
                    )

    def addresses(self, keys: Collection[str]) -> Mapping[DocumentKey, str]:
        return {(key, language): reverse(key) for key in keys for language, _name in settings.LANGUAGES}


class QuestionSource:
    kind = "question"
    heading = _("Questions and answers")

    def documents(self) -> Iterator[SearchDocument]:
        for question in self._published():
            yield SearchDocument(
                kind=self.kind,
                key=question.slug,
                language=question.locale.language_code,
                title=question.question,
                keywords=question.keywords,
                text=plain_text(question.answer),
            )

    def addresses(self, keys: Collection[str]) -> Mapping[DocumentKey, str]:
        places = self._published().filter(slug__in=keys).values_list("slug", "locale__language_code")
        return {(slug, language): reverse("content:question", args=[slug]) for slug, language in places}

    def _published(self) -> Any:
        return QuestionAnswer.objects.filter(live=True).select_related("locale")


class TemplateSource:
    """Templates to download, without replaced ones."""

    kind = "template"
    heading = _("Templates of papers")

    def documents(self) -> Iterator[SearchDocument]:
        for template in self._offered_templates().prefetch_related("services"):
            yield SearchDocument(
                kind=self.kind,
                key=template.code,
                language=template.language,
                title=template.title,
                keywords=plain_text(*(service.title for service in template.services.all())),
                text=plain_text(template.purpose),
            )

    def addresses(self, keys: Collection[str]) -> Mapping[DocumentKey, str]:
        places = self._offered_templates().filter(code__in=keys).values_list("code", "language")
        return {(code, language): reverse("content:template", args=[code]) for code, language in places}

    def _offered_templates(self) -> Any:
        return Template.objects.in_use().filter(replaced_by=None)


class PageSource:
    """Pages of the editors; a translation has the key of its original."""

    kind = "page"
    heading = _("Pages")
    model: type[SitePage] = StandardPage
    boost = DEFAULT_BOOST

    def documents(self) -> Iterator[SearchDocument]:
        for page in self.model.objects.live().select_related("locale"):
            yield SearchDocument(
                kind=self.kind,
                key=str(page.translation_key),
                language=page.language,
                title=page.title,
                keywords=page.search_description,
                text=plain_text(page.lead, *page.body.stream_block.get_searchable_content(page.body)),
                boost=self.boost,
            )

    def addresses(self, keys: Collection[str]) -> Mapping[DocumentKey, str]:
        pages = self.model.objects.live().filter(translation_key__in=keys).select_related("locale")
        return {(str(page.translation_key), page.language): page.address for page in pages}


class NewsSource(PageSource):
    kind = "news"
    heading = _("News")
    model = NewsPage
    boost = DEFAULT_BOOST // 2


SEARCH_SOURCES: tuple[SearchSource, ...] = (
    ServiceSource(),
    CentreSource(),
    TemplateSource(),
    QuestionSource(),
    PageSource(),
    NewsSource(),
    SectionSource(),
)
KIND_HEADINGS = {source.kind: source.heading for source in SEARCH_SOURCES}


def all_documents() -> Iterator[SearchDocument]:
    """Return the documents of all sources."""
    return (document for source in SEARCH_SOURCES for document in source.documents())


def hit_addresses(hits: Sequence[SearchHit]) -> dict[int, str]:
    """Return the addresses of hits by entry; content removed after indexing has none."""
    found: dict[int, str] = {}
    for source in SEARCH_SOURCES:
        own = [hit for hit in hits if hit.kind == source.kind]
        if own:
            places = source.addresses({hit.key for hit in own})
            found |= {hit.entry: places[place] for hit in own if (place := (hit.key, hit.language)) in places}
    return found


def plain_text(*parts: Any) -> str:
    """Return texts, some of them HTML, as plain text."""
    plain = (html.unescape(_TAG.sub(" ", str(part or ""))) for part in parts)
    return unicodedata.normalize("NFC", " ".join(" ".join(filter(None, plain)).split()))
