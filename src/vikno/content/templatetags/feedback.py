"""Template tags of «Was this useful?» and of questions about a service."""

from django import template
from django.template import Context
from django.utils.translation import get_language

from vikno.catalogue.models import Service
from vikno.content.feedback.rated_page import RatedPage
from vikno.enquiries.models import QuestionAnswer
from vikno.enquiries.queries import questions_of

register = template.Library()


@register.simple_tag(takes_context=True)
def page_token(context: Context) -> str:
    """Return the token of the page being made, for «was this useful?»."""
    return RatedPage(path=context["request"].path, language=get_language()).token


@register.simple_tag
def questions_about(service: Service) -> list[QuestionAnswer]:
    """Return the questions and answers about a service."""
    return questions_of(service, get_language())
