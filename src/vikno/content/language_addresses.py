"""Addresses of a page in each language."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from vikno.catalogue.models import Service
from vikno.catalogue.queries import titles_by_language
from vikno.enquiries.models import QuestionAnswer


def addresses_by_language(name: str, *args: Any, languages: Iterable[str] = ()) -> dict[str, str]:
    """Return the address of a page in each of the languages, by default in all of the site's."""
    addresses = {}
    for code in languages or [code for code, _name in settings.LANGUAGES]:
        with translation.override(code):
            addresses[code] = reverse(name, args=args)
    return addresses


def service_addresses(service: Service) -> dict[str, str]:
    """Return the addresses of a service in the languages of its published cards."""
    return addresses_by_language("content:service", service.code, languages=titles_by_language([service])[service.pk])


def question_addresses(question: QuestionAnswer) -> dict[str, str]:
    """Return the addresses of a question in the languages in which it is published."""
    same = QuestionAnswer.objects.filter(live=True, translation_key=question.translation_key)
    languages = list(same.order_by("pk").values_list("locale__language_code", flat=True))
    return addresses_by_language("content:question", question.slug, languages=languages)
