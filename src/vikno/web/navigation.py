"""Links that stand on every page. A page that is not there has no link."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils import translation
from django.utils.translation import gettext_lazy as _

# How a language names itself, short and long: not translated.
LANGUAGE_NAMES = {"uk": ("УКР", "українська"), "cs": ("CES", "čeština"), "en": ("ENG", "English")}


@dataclass(frozen=True, kw_only=True)
class NavigationLink:
    """A link; `section` is what a page calls the part of the site it belongs to."""

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


def available_links(wanted: Iterable[tuple[str, Any, str]]) -> list[NavigationLink]:
    """Return the links to those of the pages that are there."""
    return [
        NavigationLink(section=section, label=label, url=url)
        for section, label, name in wanted
        if (url := url_or_empty(name)) != ""
    ]


def url_or_empty(name: str) -> str:
    """Return where a page is; an empty text when the face it belongs to is not mounted."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def language_links(path: str) -> list[LanguageLink]:
    """Return the languages with the address of this page in each; where it has none, of the first page."""
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
    """Return the phones of a centre, each to be pressed; `section` is not used."""
    written = (phone.strip() for phone in re.split(r"[,;\n]", phones))
    return [NavigationLink(label=phone, url=f"tel:{re.sub(r'[^+0-9]', '', phone)}") for phone in written if phone]
