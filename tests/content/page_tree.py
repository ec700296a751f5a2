"""Pages for tests, below the first pages that every site begins with."""

import io
from datetime import date
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Locale

from vikno.content.models import HomePage, NewsIndexPage, NewsPage, StandardPage

GPS = 34853


def home(language: str = "uk") -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def news_index(language: str = "uk") -> NewsIndexPage:
    return NewsIndexPage.objects.get(locale__language_code=language)


def add_news(title: str = "Новина", *, language: str = "uk", **fields: Any) -> NewsPage:
    page = NewsPage(**{"title": title, "lead": "Коротко.", "date": date(2026, 3, 2), **fields})
    news_index(language).add_child(instance=page)
    page.save_revision().publish()
    return page


def add_page(title: str = "Сторінка", *, under: Any = None, **fields: Any) -> StandardPage:
    page = StandardPage(title=title, **fields)
    (under or home()).add_child(instance=page)
    page.save_revision().publish()
    return page


def translate(page: Any, language: str, **fields: Any) -> Any:
    copy = page.copy_for_translation(Locale.objects.get(language_code=language))
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return copy


def photo(kind: str = "JPEG", *, gps: bool = False) -> bytes:
    """Return a small picture; `gps`: with the place where it was taken, as a phone writes it."""
    picture = Image.new("RGB", (60, 40), "#1a49c4")
    exif = Image.Exif()
    if gps:
        exif[GPS] = {1: "N", 2: (50.0, 27.0, 0.0), 3: "E", 4: (30.0, 31.0, 0.0)}
        exif[0x010F] = "A camera"
    written = io.BytesIO()
    picture.save(written, kind, exif=exif)
    return written.getvalue()


def add_image(title: str = "Фото", content: bytes | None = None) -> Any:
    return get_image_model().objects.create(title=title, file=ImageFile(io.BytesIO(content or photo()), "foto.jpg"))
