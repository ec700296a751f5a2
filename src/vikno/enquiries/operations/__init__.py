"""What can be done to enquiries, questions and verdicts. Each function is one transaction and one fact."""

from vikno.enquiries.operations.asking import Asked, NobodyToAsk, NothingSaid, NoWayToAnswer, ask
from vikno.enquiries.operations.pages import count_verdict
from vikno.enquiries.operations.questions import GivenQuestion, draft_question, put_question
from vikno.enquiries.operations.retention import erase_old
from vikno.enquiries.operations.work import AnswerMissing, ReasonMissing, WrongMoment, answer, close, pass_on, take

__all__ = [
    "AnswerMissing",
    "Asked",
    "GivenQuestion",
    "NoWayToAnswer",
    "NobodyToAsk",
    "NothingSaid",
    "ReasonMissing",
    "WrongMoment",
    "answer",
    "ask",
    "close",
    "count_verdict",
    "draft_question",
    "erase_old",
    "pass_on",
    "put_question",
    "take",
]
