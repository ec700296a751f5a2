"""Sanitizing of HTML from other sources."""

from collections.abc import Callable
from typing import Any

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText, expand_db_html

# Allowed attributes: the new value by tag, name and value, or None to drop it.
AttributeFilter = Callable[[str, str, str], str | None]
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LISTS = {"ul", "ol"}
TEXT = {"p", "br", "li", "b", "strong", "i", "em", "sub", "sup", "a"} | HEADINGS | LISTS
TABLE = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
# Tags that mean nothing without text.
REMOVED_IF_EMPTY = {"p", "h3", "li", "b", "strong", "i", "em", "a"} | LISTS
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# Tags removed with their content; other unknown tags keep their text.
REMOVED_WITH_CONTENT = {
    "script",
    "style",
    "title",
    "head",
    "select",
    "option",
    "textarea",
    "iframe",
    "object",
    "svg",
    "math",
}
CLASSES = {
    "ul": {"class": "plain-list"},
    "ol": {"class": "plain-list plain-list--num"},
    "table": {"class": "grid"},
}


def render_rich_text(text: RichText) -> SafeString:
    """Return the rich text of an editor as HTML; its links may lead within the site."""
    return sanitize_html(expand_db_html(text.source), links=_drop_foreign_relative_links)


def sanitize_html(html: str, *, links: AttributeFilter | None = None) -> SafeString:
    """Return the HTML without scripts, trackers and broken markup, with our own classes.

    It runs each time the text is shown, so the origin of the stored text does not matter. The cleaner runs last, after the
    other repairs.
    """
    links = links or _drop_relative_links
    html = _clean(_repair_structure(_clean(html, links)), links, set_tag_attribute_values=CLASSES)
    # A wide table scrolls inside its box, also by keyboard.
    name = escape(_("Table"))
    box = f'<div class="table-box" tabindex="0" role="group" aria-label="{name}"><table'
    return mark_safe(html.replace("<table", box).replace("</table>", "</table></div>"))  # noqa: S308 - cleaned just above


def _clean(html: str, links: AttributeFilter, **more: Any) -> str:
    return nh3.clean(
        html,
        tags=TEXT | TABLE,
        clean_content_tags=REMOVED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=links,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        **more,
    )


def _drop_relative_links(tag: str, name: str, value: str) -> str | None:
    """Drop relative links: they point into the site of origin."""
    if name == "href" and value.partition(":")[0].strip().lower() not in SCHEMES:
        return None
    return value


def _drop_foreign_relative_links(tag: str, name: str, value: str) -> str | None:
    """Drop relative links except those to paths of this site."""
    is_ours = name == "href" and value.startswith("/") and not value.startswith(("//", "/\\"))
    return value if is_ours else _drop_relative_links(tag, name, value)


def _repair_structure(html: str) -> str:
    """Repair markup that confuses screen readers: heading levels, other content between list items, empty tags."""
    soup = BeautifulSoup(html, "html.parser")
    # The section already has an h2; the original level of a heading says nothing here.
    for heading in soup.find_all(HEADINGS):
        heading.name = "h3"
    for item in soup.find_all("li"):
        if item.parent is None or item.parent.name not in LISTS:
            _move_into_list(soup, item)
    for list_tag in soup.find_all(LISTS):
        _move_into_items(soup, list_tag)
    for link in soup.find_all("a", href=False):
        link.unwrap()
    for tag in reversed(soup.find_all(REMOVED_IF_EMPTY)):
        if not tag.get_text(strip=True):
            tag.decompose()
    return soup.decode(formatter="minimal")


def _move_into_list(soup: BeautifulSoup, item: Tag) -> None:
    """Move a list item without a list into the list before it, or into a new one."""
    before = item.find_previous_sibling()
    if before is not None and before.name in LISTS:
        before.append(item.extract())
    else:
        item.wrap(soup.new_tag("ul"))


def _move_into_items(soup: BeautifulSoup, list_tag: Tag) -> None:
    """Move content between the items of a list into the item before it."""
    last: Tag | None = None
    for child in list(list_tag.children):
        is_blank = isinstance(child, NavigableString) and not child.strip()
        if isinstance(child, Tag) and child.name == "li":
            last = child
        elif not is_blank:
            if last is None:
                last = soup.new_tag("li")
                child.insert_before(last)
            last.append(" ")
            last.append(child.extract())
