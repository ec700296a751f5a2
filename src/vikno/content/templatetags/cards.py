"""Words for templates that show editors a card."""

from django import template
from django.utils import timezone

from vikno.catalogue.completeness import Lack, lacks
from vikno.catalogue.models import ServiceCard
from vikno.catalogue.queries import is_given_online
from vikno.content.card import CardPage, draft_page

register = template.Library()


@register.simple_tag
def page_of(card: ServiceCard) -> CardPage:
    """Return the page that a draft would make."""
    return draft_page(card, at=timezone.now())


@register.simple_tag
def lacks_of(card: ServiceCard) -> list[Lack]:
    """Return what an editor is to mend on a card."""
    return lacks(card, today=timezone.localdate(), is_online=is_given_online(card))
