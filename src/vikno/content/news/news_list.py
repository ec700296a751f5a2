"""The list of news: newest first, each once, in the reader's language where it is translated."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404
from wagtail.images import get_image_model

from vikno.kernel.text import sort_key

PAGE_LENGTH = 12
ON_HOME_PAGE = 3
# The rendition of a picture in a list; it is made when it is shown for the first time.
THUMBNAIL = "fill-480x300|format-webp"


@dataclass(frozen=True, kw_only=True)
class NewsFilter:
    language: str
    year: int | None = None
    category: str = ""


def in_language(rows: Any, language: str) -> Any:
    """Keep one translation of each page: in this language, or in the first other one."""
    order = [language, *(code for code, _name in settings.LANGUAGES if code != language)]
    condition, earlier = Q(locale__language_code=language), [language]
    for code in order[1:]:
        translated = rows.filter(locale__language_code__in=earlier).values("translation_key")
        condition |= Q(locale__language_code=code) & ~Q(translation_key__in=translated)
        earlier = [*earlier, code]
    return rows.filter(condition)


def newest_first(rows: Any) -> Any:
    images = get_image_model().objects.prefetch_renditions(THUMBNAIL)
    return (
        rows.select_related("locale", "category")
        .prefetch_related(Prefetch("image", queryset=images))
        .order_by("-date", "-first_published_at", "-pk")
    )


def newest_for_home(rows: Any, language: str) -> list[Any]:
    """Return the newest news for the first page."""
    return list(newest_first(in_language(rows, language))[:ON_HOME_PAGE])


def list_context(rows: Any, wanted: NewsFilter, *, page: str | None) -> dict[str, Any]:
    """Return the context of a list of news: one page of it, the years, the categories."""
    rows = in_language(rows, wanted.language)
    years = [day.year for day in rows.dates("date", "year", order="DESC")]
    if wanted.year and wanted.year not in years:
        raise Http404
    rows = rows.filter(date__year=wanted.year) if wanted.year else rows
    category_model = rows.model._meta.get_field("category").related_model
    used = category_model.objects.filter(pk__in=rows.exclude(category=None).values("category"))
    categories = sorted(used, key=lambda category: sort_key(category.title))
    category = next((row for row in categories if row.slug == wanted.category), None)
    if category:
        rows = rows.filter(category=category)
    return {
        "year": wanted.year,
        "years": years,
        "categories": categories,
        "category": category,
        "page_obj": Paginator(newest_first(rows), PAGE_LENGTH).get_page(page),
        "query": f"category={category.slug}&" if category else "",
    }
