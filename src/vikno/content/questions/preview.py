"""The preview of a question with its answer for its editors."""

from django.http import HttpRequest
from django.template.response import TemplateResponse

from vikno.enquiries.models import QuestionAnswer


def preview_question(request: HttpRequest, question: QuestionAnswer) -> TemplateResponse:
    return TemplateResponse(request, "content/questions/preview.html", {"question": question})
