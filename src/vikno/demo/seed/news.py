"""News of the demo in Ukrainian; some items are also in Czech and English."""

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
    """Publish the news items with their translations."""
    lists = {page.language: page for page in NewsIndexPage.objects.select_related("locale")}
    # The oldest item comes first, so that the newest has the latest publication.
    for row in reversed(tomllib.loads((DATA / "news.toml").read_text(encoding="utf-8"))["news"]):
        at = now - datetime.timedelta(days=row["days_ago"])
        image = None
        if "drawing" in row:
            file = render_shapes(row["slug"], row["drawing"])
            image = get_image_model().objects.create(title=row["alt"], file=file, description=row["alt"])
        category = NewsCategory.objects.get(slug=row["category"])
        page = NewsPage(date=timezone.localdate(at), image=image, category=category, **_texts(row))
        page.first_published_at = at
        lists["uk"].add_child(instance=page)
        page.save_revision().publish()
        for language in TRANSLATED:
            if language in row:
                copy = page.copy_for_translation(Locale.objects.get(language_code=language))
                for name, value in _texts(row[language]).items():
                    setattr(copy, name, value)
                copy.first_published_at = at
                copy.save_revision().publish()


def _texts(row: dict[str, Any]) -> dict[str, Any]:
    body = [next(iter(piece.items())) for piece in row["body"]]
    if "table" in row:
        table = {"data": row["table"], "table_header_choice": "both", "first_row_is_table_header": True}
        body.append(("table", {**table, "first_col_is_header": True, "table_caption": ""}))
    if "note" in row:
        body.append(("callout", {"tone": "info", "text": row["note"]}))
    return {
        "title": row["title"],
        "slug": row["slug"],
        "lead": row["lead"],
        "search_description": row["lead"],
        "image_alt": row.get("alt", ""),
        "body": body,
    }
