"""Views of questions and answers: all by theme, and each on its own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from vikno.content import language_addresses
from vikno.content.questions.structured_data import faq_json_ld
from vikno.enquiries.queries import group_by_theme, questions_in
from vikno.pagecache.decorators import cached_for_guests

MAX_RELATED = 8


@cached_for_guests()
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    language = get_language()
    found = list(questions_in(language))
    context = {"section": "questions", "themes": group_by_theme(found, language), "schema": faq_json_ld(found)}
    return render(request, "content/questions/questions.html", context)


@cached_for_guests()
@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a question and the others of its theme."""
    language = get_language()
    rows = questions_in(language)
    found = get_object_or_404(rows, slug=slug)
    same = rows.filter(theme__translation_key=found.theme.translation_key) if found.theme else rows.filter(theme=None)
    context = {
        "section": "questions",
        "question": found,
        "services": found.services.in_use().select_related("card").order_by("pk"),
        "others": same.exclude(pk=found.pk)[:MAX_RELATED],
        "schema": faq_json_ld([found]),
        "addresses": language_addresses.question_addresses(found),
    }
    return render(request, "content/questions/question.html", context)
