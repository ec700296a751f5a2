"""Questions and answers for machines: schema.org FAQPage."""

from collections.abc import Iterable
from typing import Any

from vikno.content.markup import cleaned
from vikno.enquiries.models import QuestionAnswer


def schema_of(questions: Iterable[QuestionAnswer]) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": one.question,
                "inLanguage": one.locale.language_code,
                "acceptedAnswer": {"@type": "Answer", "text": cleaned(one.answer)},
            }
            for one in questions
        ],
    }
