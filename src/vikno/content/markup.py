"""Text that came from elsewhere as HTML, made fit to stand in a page of ours."""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

TEXT = {"p", "br", "ul", "ol", "li", "b", "strong", "i", "em", "sub", "sup", "a", "h1", "h2", "h3", "h4", "h5", "h6"}
TABLE = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# Left out with all they hold; of other unknown tags the text stays.
DROPPED = {"script", "style", "title", "head", "select", "option", "textarea", "iframe", "object", "svg", "math"}

_EMPTY = re.compile(r"<(h[1-6]|p|li|b|strong|em|i)>(?:\s|&nbsp;|<br>)*</\1>")
_HEADING = re.compile(r"<(/?)h[1-6]>")


def cleaned(html: str) -> SafeString:
    """Return the HTML without what could run, track or break the page, in our own classes.

    It is cleaned each time it is shown: then it does not matter how it came into the database.
    """
    html = nh3.clean(
        html,
        tags=TEXT | TABLE,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        attribute_filter=_only_whole_addresses,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    while (shorter := _EMPTY.sub("", html)) != html:
        html = shorter
    return mark_safe(_in_our_look(html))  # noqa: S308 - cleaned just above


def _only_whole_addresses(tag: str, name: str, value: str) -> str | None:
    """Drop links within the site that the text was taken from: here they would lead nowhere."""
    if name == "href" and value.partition(":")[0].strip().lower() not in SCHEMES:
        return None
    return value


def _in_our_look(html: str) -> str:
    """Give clean HTML our classes. It has no other attributes, so that its tags can be told by their text."""
    # The part of the page has an h2; how deep a heading stood elsewhere says nothing here.
    html = _HEADING.sub(r"<\1h3>", html)
    html = html.replace("<ul>", '<ul class="plain-list">').replace("<ol>", '<ol class="plain-list plain-list--num">')
    # A wide table scrolls by itself, also by keyboard.
    box = f'<div class="table-box" tabindex="0" role="group" aria-label="{_("Table")}"><table class="grid">'
    return html.replace("<table>", box).replace("</table>", "</table></div>")
