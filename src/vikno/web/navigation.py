"""Links of every page. A page that is not installed has no link."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils import translation
from django.utils.translation import gettext_lazy as _

# The short and the long name of a language in that language; not translated.
LANGUAGE_NAMES = {"uk": ("УКР", "українська"), "cs": ("CES", "čeština"), "en": ("ENG", "English")}


@dataclass(frozen=True, kw_only=True)
class NavigationLink:
    """A link to a page. `section` is the key of its part of the site, by which a page marks the current link."""

    label: str
    url: str
    section: str = ""


@dataclass(frozen=True, kw_only=True)
class LanguageLink:
    code: str
    short: str
    name: str
    url: str
    is_current: bool


SITE_PAGES = (
    ("services", _("Services"), "content:services"),
    ("status", _("Check an application"), "content:status"),
    ("centres", _("Centres and hours"), "content:centres"),
    ("questions", _("Questions and answers"), "content:questions"),
    ("news", _("News"), "content:news"),
)
ABOUT_PAGES = (
    ("ask", _("Write to us"), "content:ask"),
    ("", _("About this site"), "content:about"),
    ("", _("Accessibility"), "content:accessibility"),
    ("", _("Personal data"), "content:privacy"),
    ("", _("Cookies"), "content:cookies"),
)
CABINET_PAGES = (("cabinet", _("My applications"), "cabinet:home"),)
WORKSPACE_PAGES = (
    ("cases", _("Cases"), "workspace:cases"),
    ("enquiries", _("Enquiries"), "workspace:enquiries"),
    ("intake", _("New application"), "workspace:intake"),
    ("modes", _("How we work now"), "workspace:modes"),
    ("exchange", _("Exchange"), "workspace:exchange"),
)


def available_links(pages: Iterable[tuple[str, Any, str]]) -> list[NavigationLink]:
    """Return the links to those of the pages that are installed."""
    return [
        NavigationLink(section=section, label=label, url=url)
        for section, label, name in pages
        if (url := url_or_empty(name)) != ""
    ]


def url_or_empty(name: str) -> str:
    """Return the address of a page, or an empty text where its face is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def language_links(path: str) -> list[LanguageLink]:
    """Return the languages, each with the address of this page in it, or of the home page where it has none."""
    current = translation.get_language()
    return [
        LanguageLink(
            code=code,
            short=LANGUAGE_NAMES[code][0],
            name=LANGUAGE_NAMES[code][1],
            url=path if code == current else _in_language(path, code),
            is_current=code == current,
        )
        for code, _name in settings.LANGUAGES
    ]


def _in_language(path: str, code: str) -> str:
    translated = translate_url(path, code)
    if translated != path:
        return translated
    with translation.override(code):
        return url_or_empty("content:home") or "/"


def phone_links(phones: str) -> list[NavigationLink]:
    """Return the phones of a centre as `tel:` links."""
    numbers = (phone.strip() for phone in re.split(r"[,;\n]", phones))
    return [NavigationLink(label=phone, url=f"tel:{re.sub(r'[^+0-9]', '', phone)}") for phone in numbers if phone]
