"""Words for templates that show papers to download."""

from django import template
from django.conf import settings
from django.utils import timezone

from vikno.catalogue.models import Template
from vikno.catalogue.placeholders import PLACEHOLDERS, Placeholder
from vikno.catalogue.templates import template_warnings

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """Return what the reader calls a language."""
    return str(dict(settings.LANGUAGES).get(code, code))


@register.simple_tag
def placeholders() -> tuple[Placeholder, ...]:
    """Return what a template can be filled with."""
    return PLACEHOLDERS


@register.simple_tag
def doubts_of(paper: Template) -> list[str]:
    """Return what an editor should look at in a template."""
    return template_warnings(paper, today=timezone.localdate())
