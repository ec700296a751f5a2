"""Words for templates that show editors a card."""

from django import template
from django.utils import timezone

from vikno.catalogue.completeness import CardProblem, find_card_problems
from vikno.catalogue.models import ServiceCard
from vikno.catalogue.queries import is_available_online
from vikno.content.service_cards.page import CardPage, draft_page

register = template.Library()


@register.simple_tag
def preview_page(card: ServiceCard) -> CardPage:
    """Return the page that a draft would make."""
    return draft_page(card, at=timezone.now())


@register.simple_tag
def lacks_of(card: ServiceCard) -> list[CardProblem]:
    """Return what an editor is to mend on a card."""
    return find_card_problems(card, today=timezone.localdate(), is_online=is_available_online(card))
