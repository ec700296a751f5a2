"""What is said on pages in which language, and what is not said in the language it should be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import polib
from lxml import html

ROOT = Path(__file__).resolve().parents[2]
SILENT = {"script", "style", "template", "noscript", "code"}
# These take no mark: a browser knows one language for them, that of the page.
UNMARKABLE = {"title", "meta", "option"}
SAID_IN = ("alt", "title", "aria-label", "placeholder")
TAG = re.compile(r"<[^>]+>")
HOLE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")
LATIN_WORD = re.compile(r"\b[A-Za-z]{3,}\b")
CYRILLIC_WORD = re.compile(r"[А-Яа-яІіЇїЄєҐґ]{2,}")


@dataclass(frozen=True, kw_only=True)
class PageText:
    """A text of a page, and the language in which it says it is."""

    language: str
    words: str
    may_be_marked: bool = True


def said_on(tree: html.HtmlElement) -> Iterator[PageText]:
    yield from _said(tree, tree.get("lang", ""))


def _said(element: html.HtmlElement, language: str) -> Iterator[PageText]:
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return
    language = element.get("lang", language)
    texts = [element.text, *(element.get(name) for name in SAID_IN)]
    if element.tag == "meta" and element.get("name") == "description":
        texts.append(element.get("content"))
    texts += [child.tail for child in element]
    may_be_marked = element.tag not in UNMARKABLE
    yield from (
        PageText(language=language, words=words, may_be_marked=may_be_marked) for words in map(plain, texts) if words
    )
    for child in element:
        yield from _said(child, language)


def plain(text: str | None) -> str:
    return " ".join((text or "").split())


class LanguageListener:
    """Hears pages out; knows at the end what was said in a wrong language, and where first."""

    def __init__(self) -> None:
        self._said: dict[PageText, str] = {}

    def hear(self, body: bytes, address: str) -> None:
        tree = html.document_fromstring(body.decode())
        for text in said_on(tree):
            if text.language == tree.get("lang"):
                self._said.setdefault(text, address)

    def untranslated(self) -> Iterator[tuple[str, str]]:
        """Return what stands in English on pages of another language, though nothing says that it is English."""
        for text, address in self._said.items():
            if text.language in ("uk", "cs") and (
                is_english(text.words, text.language) or self._is_said_in_english(text)
            ):
                yield f"in English on a page in «{text.language}»: {text.words!r}", address

    def unmarked(self) -> Iterator[tuple[str, str]]:
        """Return what stands in Ukrainian on pages of another language without a mark for who hears it read."""
        for text, address in self._said.items():
            if text.language != "uk" and text.may_be_marked and CYRILLIC_WORD.search(text.words):
                yield f"Ukrainian without a mark on a page in «{text.language}»: {text.words!r}", address

    def _is_said_in_english(self, text: PageText) -> bool:
        is_sentence = len(LATIN_WORD.findall(text.words)) > 1 and " " in text.words
        said = is_sentence and text.may_be_marked and replace(text, language="en") in self._said
        return said and text.words not in same_on_purpose(text.language)


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
