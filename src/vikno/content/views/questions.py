"""Questions and answers: all of them by theme, and each at an address of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from vikno.content import addresses
from vikno.content.faq import schema_of
from vikno.enquiries.queries import by_theme, questions_in
from vikno.pagecache.kept import kept

BESIDE_MOST = 8


@kept()
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    language = get_language()
    found = list(questions_in(language))
    context = {"section": "questions", "themes": by_theme(found, language), "schema": schema_of(found)}
    return render(request, "content/questions.html", context)


@kept()
@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question; beside it the others of its theme."""
    language = get_language()
    rows = questions_in(language)
    found = get_object_or_404(rows, slug=slug)
    same = rows.filter(theme__translation_key=found.theme.translation_key) if found.theme else rows.filter(theme=None)
    context = {
        "section": "questions",
        "question": found,
        "services": found.services.in_use().select_related("card").order_by("pk"),
        "others": same.exclude(pk=found.pk)[:BESIDE_MOST],
        "schema": schema_of([found]),
        "addresses": addresses.of_question(found),
    }
    return render(request, "content/question.html", context)
