"""Template tags of the editors' area: problems of cards and templates."""

from django import template
from django.utils import timezone

from vikno.catalogue.completeness import CardProblem, find_card_problems
from vikno.catalogue.models import ServiceCard, Template
from vikno.catalogue.placeholders import PLACEHOLDERS, Placeholder
from vikno.catalogue.queries import is_available_online
from vikno.catalogue.template_queries import template_warnings

register = template.Library()


@register.simple_tag
def placeholders() -> tuple[Placeholder, ...]:
    """Return the placeholders that a template can be filled with."""
    return PLACEHOLDERS


@register.simple_tag
def warnings_of(paper: Template) -> list[str]:
    """Return the warnings about a template."""
    return template_warnings(paper, today=timezone.localdate())


@register.simple_tag
def problems_of(card: ServiceCard) -> list[CardProblem]:
    """Return the problems of a card that an editor is to fix."""
    return find_card_problems(card, today=timezone.localdate(), is_online=is_available_online(card))
