"""Rendering a piece of template as pages do, and reading what came out as a browser would."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler


def rendered(source: str, **context: Any) -> Element:
    """Return the body of a page that holds this piece of template."""
    compiled = CottonCompiler().process(source)
    return parsed(engines["django"].from_string(compiled).render(context))


def parsed(html: str) -> Element:
    return html5lib.parse(html, namespaceHTMLElements=False).find("body")


def by_id(page: Element, identity: str) -> Element:
    found = [element for element in page.iter() if element.get("id") == identity]
    assert len(found) == 1, f"{len(found)} elements have the id {identity}"
    return found[0]


def named(page: Element, name: str) -> list[Element]:
    return [element for element in page.iter() if element.get("name") == name]


def by_class(page: Element, word: str) -> list[Element]:
    return [element for element in page.iter() if word in element.get("class", "").split()]


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def label_of(page: Element, identity: str) -> str:
    """Return the name a screen reader gives to an input."""
    return " ".join(
        text(label) for label in page.iter("label") if label.get("for") == identity and not is_hidden(label)
    )


def is_hidden(element: Element) -> bool:
    return "hidden" in element.attrib


def described(page: Element, element: Element) -> list[str]:
    """Return what is read out with an input; every id it names must be there."""
    return [text(by_id(page, identity)) for identity in element.get("aria-describedby", "").split()]


def ids(page: Element) -> Iterator[str]:
    return (element.attrib["id"] for element in page.iter() if "id" in element.attrib)
