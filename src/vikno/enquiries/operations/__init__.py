"""Operations on enquiries, questions and page verdicts. Each function is one transaction."""

from vikno.enquiries.operations.intake import (
    EnquiryContactMissing,
    EnquiryContent,
    EnquiryTextMissing,
    NoCentreForEnquiry,
    submit_enquiry,
)
from vikno.enquiries.operations.officer_actions import (
    EnquiryAnswerMissing,
    EnquiryReasonMissing,
    WrongEnquiryStatus,
    answer,
    close,
    pass_on,
    take,
)
from vikno.enquiries.operations.page_verdicts import count_verdict
from vikno.enquiries.operations.questions import ImportedQuestion, draft_question, upsert_question
from vikno.enquiries.operations.retention import erase_old

__all__ = [
    "EnquiryAnswerMissing",
    "EnquiryContactMissing",
    "EnquiryContent",
    "EnquiryReasonMissing",
    "EnquiryTextMissing",
    "ImportedQuestion",
    "NoCentreForEnquiry",
    "WrongEnquiryStatus",
    "answer",
    "close",
    "count_verdict",
    "draft_question",
    "erase_old",
    "pass_on",
    "submit_enquiry",
    "take",
    "upsert_question",
]
