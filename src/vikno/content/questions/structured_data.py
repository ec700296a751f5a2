"""Questions and answers as schema.org FAQPage."""

from collections.abc import Iterable
from typing import Any

from vikno.content.html_sanitizer import sanitize_html
from vikno.enquiries.models import QuestionAnswer


def faq_json_ld(questions: Iterable[QuestionAnswer]) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question.question,
                "inLanguage": question.locale.language_code,
                "acceptedAnswer": {"@type": "Answer", "text": sanitize_html(question.answer)},
            }
            for question in questions
        ],
    }
