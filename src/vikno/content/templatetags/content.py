"""Words for templates of the public site."""

from django import template
from django.utils.text import capfirst

from vikno.catalogue import wording
from vikno.catalogue.queries import Listed
from vikno.content import contacts, markup
from vikno.content.models import page_address

register = template.Library()

register.filter("cleaned", markup.cleaned)
register.filter("own_text", markup.own_text)
register.filter("page_address", page_address)
register.filter("phones", contacts.phones)
register.filter("map_link", contacts.map_link)
register.filter("geo_link", contacts.geo_link)

# Drawings that suit a life event; an editor may have named another.
EVENT_ICONS = (
    "baby",
    "home",
    "key",
    "rings",
    "land",
    "shield",
    "coin",
    "candle",
    "family",
    "document",
    "user",
    "repeat",
)


@register.filter
def event_icon(name: str) -> str:
    return name if name in EVENT_ICONS else "document"


@register.filter
def in_short(row: Listed) -> str:
    """Return what a list says of a service: where, what it costs, how long it takes."""
    facts = (wording.where(row.ways), wording.fee(row.card), wording.term(row.card))
    return capfirst(" · ".join(filter(None, facts)))
