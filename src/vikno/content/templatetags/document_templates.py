"""Template filters of templates to download."""

from django import template
from django.conf import settings

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in the reader's language."""
    return str(dict(settings.LANGUAGES).get(code, code))
