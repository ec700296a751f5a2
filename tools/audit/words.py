"""What is said on pages in which language, and what is not said in the language it should be."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
from lxml import html

ROOT = Path(__file__).resolve().parents[2]
SILENT = {"script", "style", "template", "noscript", "code"}
SAID_IN = ("alt", "title", "aria-label", "placeholder")
TAG = re.compile(r"<[^>]+>")
HOLE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")
LATIN_WORD = re.compile(r"\b[A-Za-z]{3,}\b")
CYRILLIC_WORD = re.compile(r"[А-Яа-яІіЇїЄєҐґ]{2,}")
ADDRESS = re.compile(r"\S*[@/.:]\S+\.\S+|\S+@\S+|\S+\.(?:example|ua|org|com|gov)\b\S*")

Said = dict[tuple[str, str], str]


def said_on(body: bytes) -> Iterator[tuple[str, str, str]]:
    """Return each text of a page: the language of the page, the one it is marked with, and the text."""
    tree = html.document_fromstring(body.decode())
    page_language = tree.get("lang", "")
    yield from ((page_language, language, text) for language, text in _said(tree, page_language))


def _said(element: html.HtmlElement, language: str) -> Iterator[tuple[str, str]]:
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return
    language = element.get("lang", language)
    yield from ((language, text) for name in SAID_IN if (text := plain(element.get(name))))
    if element.tag == "meta" and element.get("name") == "description":
        yield language, plain(element.get("content"))
    if text := plain(element.text):
        yield language, text
    for child in element:
        yield from _said(child, language)
        if text := plain(child.tail):
            yield language, text


def plain(text: str | None) -> str:
    return " ".join((text or "").split())


class Listener:
    """Hears pages out; knows at the end what was said in a wrong language, and where first."""

    def __init__(self) -> None:
        self._said: Said = {}
        self._foreign: Said = {}

    def hear(self, body: bytes, address: str) -> None:
        for page_language, language, text in said_on(body):
            if language == page_language:
                self._said.setdefault((language, text), address)
                if language != "uk" and CYRILLIC_WORD.search(text):
                    self._foreign.setdefault((language, text), address)

    def untranslated(self) -> list[str]:
        """Return what stands in English on pages of another language, though nothing says that it is English."""
        return [
            f"{address}: in English on a page in «{language}»: {text!r}"
            for (language, text), address in self._said.items()
            if language in ("uk", "cs") and (is_english(text, language) or self._is_the_same(text, language))
        ]

    def unmarked(self) -> list[str]:
        """Return what stands in Ukrainian on pages of another language without a mark for who hears it read."""
        return [
            f"{address}: Ukrainian without a mark on a page in «{language}»: {text!r}"
            for (language, text), address in self._foreign.items()
        ]

    def _is_the_same(self, text: str, language: str) -> bool:
        words = LATIN_WORD.findall(ADDRESS.sub("", text))
        return len(words) > 1 and ("en", text) in self._said and text not in same_on_purpose(language)


def is_english(text: str, language: str) -> bool:
    whole, patterns = english(language)
    return text in whole or any(pattern.fullmatch(text) for pattern in patterns)


@cache
def english(language: str) -> tuple[frozenset[str], list[re.Pattern[str]]]:
    """Return the strings of the code that are said otherwise in a language: as they are, and those with holes."""
    whole, patterns = set(), []
    for written, translated in strings(language):
        if written == translated:
            continue
        for part in map(plain, TAG.split(written)):
            if not HOLE.search(part):
                whole |= {part} if part and (part == plain(written) or len(LATIN_WORD.findall(part)) > 1) else set()
            elif len(LATIN_WORD.findall(HOLE.sub("", part))) > 1:
                patterns.append(re.compile(".+?".join(map(re.escape, HOLE.split(part)))))
    return frozenset(whole - same_on_purpose(language)), patterns


@cache
def same_on_purpose(language: str) -> frozenset[str]:
    """Return what a language says, which may be what English says."""
    return frozenset(plain(translated) for _written, translated in strings(language))


def strings(language: str) -> Iterator[tuple[str, str]]:
    for entry in polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")):
        if entry.msgid_plural:
            forms = list(entry.msgstr_plural.values())
            yield from ((entry.msgid, forms[0]), (entry.msgid_plural, forms[-1]))
        else:
            yield entry.msgid, entry.msgstr
