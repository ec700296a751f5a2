"""The officer's verbs for an enquiry: take, answer, pass on, close."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.centres.models import Officer
from vikno.enquiries.access import require
from vikno.enquiries.models import AnsweredBy, Enquiry, EnquiryStatus
from vikno.enquiries.operations.steps import WrongMoment, locked, move
from vikno.kernel.errors import Refused

__all__ = ["AnswerMissing", "ReasonMissing", "WrongMoment", "answer", "close", "pass_on", "take"]


class AnswerMissing(Refused):
    """An answer has words, and a way to reach who asked."""


class ReasonMissing(Refused):
    """Who asked must be told why, or where it went."""


@transaction.atomic
def take(*, enquiry: Enquiry, officer: Officer, at: datetime) -> Enquiry:
    """Take the enquiry to answer it. Raises `NotYours`, `WrongMoment`."""
    enquiry = locked(enquiry)
    require(officer, enquiry)
    move(enquiry, EnquiryStatus.TAKEN, officer=officer, at=at)
    return enquiry


@transaction.atomic
def answer(*, enquiry: Enquiry, officer: Officer, text: str, by: AnsweredBy, at: datetime) -> Enquiry:
    """Answer the enquiry: by letter, or in words by phone, which are written down. One nobody has taken is taken with it.

    Raises `NotYours`, `AnswerMissing`, `WrongMoment`; then nothing has changed.
    """
    enquiry = locked(enquiry)
    require(officer, enquiry)
    if not text.strip():
        raise AnswerMissing(_("Write the answer, or what was said by phone."))
    if not (enquiry.phone if by == AnsweredBy.PHONE else enquiry.email or by == AnsweredBy.HERE):
        raise AnswerMissing(_("Who asked gave no such contact. Choose another way to answer."))
    if enquiry.status == EnquiryStatus.NEW:
        move(enquiry, EnquiryStatus.TAKEN, officer=officer, at=at)
    enquiry.answer, enquiry.answered_by = text.strip(), by
    move(enquiry, EnquiryStatus.ANSWERED, officer=officer, at=at)
    return enquiry


@transaction.atomic
def pass_on(*, enquiry: Enquiry, officer: Officer, to: str, words: str = "", at: datetime) -> Enquiry:
    """Say that another body answers, and which one. Raises `NotYours`, `ReasonMissing`, `WrongMoment`."""
    enquiry = locked(enquiry)
    require(officer, enquiry)
    if not to.strip():
        raise ReasonMissing(_("Write to whom the enquiry was passed on."))
    enquiry.note, enquiry.answer = to.strip(), words.strip()
    move(enquiry, EnquiryStatus.PASSED_ON, officer=officer, at=at)
    return enquiry


@transaction.atomic
def close(*, enquiry: Enquiry, officer: Officer, reason: str, at: datetime) -> Enquiry:
    """End the enquiry without an answer, and say why. Raises `NotYours`, `ReasonMissing`, `WrongMoment`."""
    enquiry = locked(enquiry)
    require(officer, enquiry)
    if not reason.strip():
        raise ReasonMissing(_("Write why there will be no answer."))
    enquiry.note = reason.strip()
    move(enquiry, EnquiryStatus.CLOSED, officer=officer, at=at)
    return enquiry
