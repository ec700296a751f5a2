"""Actions of an officer on an enquiry: take, answer, pass on, close."""

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
    """The answer has no words, or there is no such way to reach the author of the enquiry."""


class EnquiryReasonMissing(Refused):
    """The author of the enquiry must be told why it is closed, or to whom it was passed on."""


@transaction.atomic
def take(*, enquiry: Enquiry, officer: Officer, at: datetime) -> Enquiry:
    """Take the enquiry to answer it. Raises `EnquiryNotYours`, `WrongEnquiryStatus`."""
    enquiry = lock_enquiry(enquiry)
    require_enquiry_access(officer, enquiry)
    change_enquiry_status(enquiry, EnquiryStatus.TAKEN, officer=officer, at=at)
    return enquiry


@transaction.atomic
def answer(*, enquiry: Enquiry, officer: Officer, text: str, by: AnswerMethod, at: datetime) -> Enquiry:
    """Answer the enquiry by e-mail, on its page, or by phone; then `text` is what was said. A new enquiry is taken first.

    Raises `EnquiryNotYours`, `EnquiryAnswerMissing`, `WrongEnquiryStatus`; then nothing has changed.
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
    """Pass the enquiry on to another body, which answers it.

    Raises `EnquiryNotYours`, `EnquiryReasonMissing`, `WrongEnquiryStatus`.
    """
    enquiry = lock_enquiry(enquiry)
    require_enquiry_access(officer, enquiry)
    if not to.strip():
        raise EnquiryReasonMissing(_("Write to whom the enquiry was passed on."))
    enquiry.note, enquiry.answer = to.strip(), words.strip()
    change_enquiry_status(enquiry, EnquiryStatus.PASSED_ON, officer=officer, at=at)
    return enquiry


@transaction.atomic
def close(*, enquiry: Enquiry, officer: Officer, reason: str, at: datetime) -> Enquiry:
    """Close the enquiry without an answer, with the reason.

    Raises `EnquiryNotYours`, `EnquiryReasonMissing`, `WrongEnquiryStatus`.
    """
    enquiry = lock_enquiry(enquiry)
    require_enquiry_access(officer, enquiry)
    if not reason.strip():
        raise EnquiryReasonMissing(_("Write why there will be no answer."))
    enquiry.note = reason.strip()
    change_enquiry_status(enquiry, EnquiryStatus.CLOSED, officer=officer, at=at)
    return enquiry
