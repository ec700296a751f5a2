"""Taking in what somebody wrote: it becomes an enquiry with a number, a code and a deadline."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.centres.working_days import calendar_of
from vikno.enquiries.events import EnquiryReceived, enquiry_fields
from vikno.enquiries.models import ComplaintCategory, Enquiry, EnquiryChange, EnquiryStatus, EnquiryTopic
from vikno.enquiries.operations.transitions import record_enquiry_event
from vikno.enquiries.terms import load_enquiry_terms
from vikno.kernel.errors import Refused
from vikno.kernel.references import enquiry_number, new_access_code
from vikno.people.models import Person
from vikno.serials.operations import next_serial


class NoCentreForEnquiry(Refused):
    """There is no centre to write to."""


class EnquiryTextMissing(Refused):
    """The enquiry has no words."""


class EnquiryContactMissing(Refused):
    """An answer is wanted, and there is no address and no phone to give it to."""


@dataclass(frozen=True, kw_only=True)
class EnquiryContent:
    """What somebody wrote, about what, and how to answer."""

    topic: EnquiryTopic
    text: str
    category: ComplaintCategory | None = None
    service: Service | None = None
    page: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    wants_answer: bool = True


@transaction.atomic
def submit_enquiry(
    *,
    asked: EnquiryContent,
    centre: Centre | None,
    language: str,
    key: uuid.UUID,
    at: datetime.datetime,
    person: Person | None = None,
) -> Enquiry:
    """Write an enquiry down and give it a number, an access code and the deadline of its topic.

    The same `key` gives the same enquiry again, so a second press of the button writes nothing.
    Raises `NobodyToAsk`, `NothingSaid` or `NoWayToAnswer`; then nothing is written.
    """
    if centre is None:
        raise NoCentreForEnquiry(_("There is no centre here yet that could answer."))
    if known := Enquiry.objects.filter(key=key).first():
        return known
    _refuse_what_leads_nowhere(asked)
    year = centre.today(at).year
    # Two presses at once both find nothing above; the key lets only one of them make a row, and the other's number goes back.
    enquiry, is_new = Enquiry.objects.get_or_create(
        key=key,
        defaults={
            "number": lambda: enquiry_number(year=year, serial=next_serial(f"enquiries:{year}")),
            "access_code": new_access_code(),
            "topic": asked.topic,
            "category": asked.category or "",
            "centre": centre,
            "service": asked.service,
            "page": asked.page,
            "language": language,
            "person": person,
            "name": asked.name,
            "email": asked.email,
            "phone": asked.phone,
            "wants_answer": asked.wants_answer,
            "text": asked.text,
            "received_at": at,
            "due_on": _due_on(asked.topic, centre, at),
        },
    )
    if not is_new:
        return enquiry
    change = EnquiryChange.objects.create(enquiry=enquiry, status=EnquiryStatus.NEW, at=at)
    received = EnquiryReceived(**enquiry_fields(enquiry), topic=asked.topic, change_id=change.pk)
    record_enquiry_event(enquiry, received, actor=person.ref if person else "guest", at=at)
    return enquiry


def _refuse_what_leads_nowhere(asked: EnquiryContent) -> None:
    if not asked.text.strip():
        raise EnquiryTextMissing(_("Write what it is about."))
    if asked.wants_answer and not (asked.email or asked.phone):
        raise EnquiryContactMissing(_("Give an e-mail or a phone, or say that you need no answer."))


def _due_on(topic: EnquiryTopic, centre: Centre, at: datetime.datetime) -> datetime.date:
    term = load_enquiry_terms()[topic]
    return calendar_of(centre).add_days(centre.today(at), term.days, term.unit)
