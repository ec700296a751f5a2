"""The officer's verbs for an enquiry: take, answer, pass on, close."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.centres.models import Officer
from vikno.enquiries.access import require_enquiry_access
from vikno.enquiries.models import AnswerMethod, Enquiry, EnquiryStatus
from vikno.enquiries.operations.transitions import WrongEnquiryStatus, change_enquiry_status, lock_enquiry
from vikno.kernel.errors import Refused

__all__ = ["EnquiryAnswerMissing", "EnquiryReasonMissing", "WrongEnquiryStatus", "answer", "close", "pass_on", "take"]


class EnquiryAnswerMissing(Refused):
    """An answer has words, and a way to reach who asked."""


class EnquiryReasonMissing(Refused):
    """Who asked must be told why, or where it went."""


@transaction.atomic
def take(*, enquiry: Enquiry, officer: Officer, at: datetime) -> Enquiry:
    """Take the enquiry to answer it. Raises `NotYours`, `WrongMoment`."""
    enquiry = lock_enquiry(enquiry)
    require_enquiry_access(officer, enquiry)
    change_enquiry_status(enquiry, EnquiryStatus.TAKEN, officer=officer, at=at)
    return enquiry


@transaction.atomic
def answer(*, enquiry: Enquiry, officer: Officer, text: str, by: AnswerMethod, at: datetime) -> Enquiry:
    """Answer the enquiry: by letter, or in words by phone, which are written down. One nobody has taken is taken with it.

    Raises `NotYours`, `AnswerMissing`, `WrongMoment`; then nothing has changed.
    """
    enquiry = lock_enquiry(enquiry)
    require_enquiry_access(officer, enquiry)
    if not text.strip():
        raise EnquiryAnswerMissing(_("Write the answer, or what was said by phone."))
    if not (enquiry.phone if by == AnswerMethod.PHONE else enquiry.email or by == AnswerMethod.HERE):
        raise EnquiryAnswerMissing(_("Who asked gave no such contact. Choose another way to answer."))
    if enquiry.status == EnquiryStatus.NEW:
        change_enquiry_status(enquiry, EnquiryStatus.TAKEN, officer=officer, at=at)
    enquiry.answer, enquiry.answered_by = text.strip(), by
    change_enquiry_status(enquiry, EnquiryStatus.ANSWERED, officer=officer, at=at)
    return enquiry


@transaction.atomic
def pass_on(*, enquiry: Enquiry, officer: Officer, to: str, words: str = "", at: datetime) -> Enquiry:
    """Say that another body answers, and which one. Raises `NotYours`, `ReasonMissing`, `WrongMoment`."""
    enquiry = lock_enquiry(enquiry)
    require_enquiry_access(officer, enquiry)
    if not to.strip():
        raise EnquiryReasonMissing(_("Write to whom the enquiry was passed on."))
    enquiry.note, enquiry.answer = to.strip(), words.strip()
    change_enquiry_status(enquiry, EnquiryStatus.PASSED_ON, officer=officer, at=at)
    return enquiry


@transaction.atomic
def close(*, enquiry: Enquiry, officer: Officer, reason: str, at: datetime) -> Enquiry:
    """End the enquiry without an answer, and say why. Raises `NotYours`, `ReasonMissing`, `WrongMoment`."""
    enquiry = lock_enquiry(enquiry)
    require_enquiry_access(officer, enquiry)
    if not reason.strip():
        raise EnquiryReasonMissing(_("Write why there will be no answer."))
    enquiry.note = reason.strip()
    change_enquiry_status(enquiry, EnquiryStatus.CLOSED, officer=officer, at=at)
    return enquiry
