"""Enquiries to a centre, questions with answers for everybody, and verdicts on pages."""

from vikno.enquiries.models.enquiries import (
    ENDED_ENQUIRY_STATUSES,
    ENQUIRY_MOVES,
    OPEN_ENQUIRY_STATUSES,
    AnswerMethod,
    ComplaintCategory,
    Enquiry,
    EnquiryChange,
    EnquiryQuerySet,
    EnquiryStatus,
    EnquiryTopic,
)
from vikno.enquiries.models.page_verdicts import (
    VERDICT_REASONS,
    PageVerdict,
    PageVerdictKind,
)
from vikno.enquiries.models.questions import (
    QuestionAnswer,
    QuestionTheme,
)

__all__ = [
    "ENDED_ENQUIRY_STATUSES",
    "ENQUIRY_MOVES",
    "OPEN_ENQUIRY_STATUSES",
    "VERDICT_REASONS",
    "AnswerMethod",
    "ComplaintCategory",
    "Enquiry",
    "EnquiryChange",
    "EnquiryQuerySet",
    "EnquiryStatus",
    "EnquiryTopic",
    "PageVerdict",
    "PageVerdictKind",
    "QuestionAnswer",
    "QuestionTheme",
]
