"""News of the demo, in Ukrainian and, some of them, in Czech and English."""

import datetime
import tomllib
from typing import Any

from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Locale

from vikno.content.models import NewsCategory, NewsIndexPage, NewsPage
from vikno.demo.seed.community import DATA
from vikno.demo.seed.news_drawings import render_shapes

TRANSLATED = ("cs", "en")


def make(*, now: datetime.datetime) -> None:
    lists = {page.language: page for page in NewsIndexPage.objects.select_related("locale")}
    # The oldest first, so that the newest has been published last.
    for row in reversed(tomllib.loads((DATA / "news.toml").read_text(encoding="utf-8"))["news"]):
        at = now - datetime.timedelta(days=row["days_ago"])
        page = _published(lists["uk"], NewsPage(**_fields(row, at), **_texts(row)), at)
        for language in TRANSLATED:
            if language in row:
                _translate(page, row, language, at)


def _published(index: Any, page: NewsPage, at: datetime.datetime) -> NewsPage:
    page.first_published_at = at
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def _translate(page: NewsPage, row: dict[str, Any], language: str, at: datetime.datetime) -> None:
    copy = page.copy_for_translation(Locale.objects.get(language_code=language))
    for name, value in _texts(row[language]).items():
        setattr(copy, name, value)
    copy.first_published_at = at
    copy.save_revision().publish()


def _fields(row: dict[str, Any], at: datetime.datetime) -> dict[str, Any]:
    image = None
    if "drawing" in row:
        images = get_image_model().objects
        image = images.create(title=row["alt"], file=render_shapes(row["slug"], row["drawing"]), description=row["alt"])
    return {"date": timezone.localdate(at), "image": image, "category": NewsCategory.objects.get(slug=row["category"])}


def _texts(written: dict[str, Any]) -> dict[str, Any]:
    body = [next(iter(piece.items())) for piece in written["body"]]
    if "table" in written:
        table = {"data": written["table"], "table_header_choice": "both", "first_row_is_table_header": True}
        body.append(("table", {**table, "first_col_is_header": True, "table_caption": ""}))
    if "note" in written:
        body.append(("callout", {"tone": "info", "text": written["note"]}))
    return {
        "title": written["title"],
        "slug": written["slug"],
        "lead": written["lead"],
        "search_description": written["lead"],
        "image_alt": written.get("alt", ""),
        "body": body,
    }
