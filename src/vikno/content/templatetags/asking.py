"""Words for templates that ask readers something, and that tell machines what was answered."""

import json
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from vikno.catalogue.models import Service
from vikno.content.seen import SeenPage
from vikno.enquiries.models import QuestionAnswer
from vikno.enquiries.queries import questions_of

register = template.Library()


@register.simple_tag(takes_context=True)
def seen_page(context: Context) -> str:
    """Return the token of the page being made, for «was this useful?»."""
    return SeenPage(path=context["request"].path, language=get_language()).token


@register.simple_tag
def asked_about(service: Service) -> list[QuestionAnswer]:
    """Return the questions and answers about a service."""
    return questions_of(service, get_language())


@register.filter
def json_ld(data: Any) -> SafeString:
    """Return data as JSON that can stand inside a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(text)  # noqa: S308 - what could be markup was escaped just above
