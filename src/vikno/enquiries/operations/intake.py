"""Submission of an enquiry, which gets a number, an access code and a deadline."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

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
    """There is no centre that could answer."""


class EnquiryTextMissing(Refused):
    """The enquiry has no words."""


class EnquiryContactMissing(Refused):
    """An answer is wanted, and neither an e-mail address nor a phone number was given."""


@dataclass(frozen=True, kw_only=True)
class EnquiryContent:
    """The message of an enquiry, its subject, and the contacts for the answer."""

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
    content: EnquiryContent,
    centre: Centre | None,
    language: str,
    key: uuid.UUID,
    at: datetime.datetime,
    person: Person | None = None,
) -> Enquiry:
    """Store an enquiry with a number, an access code and the deadline of its topic.

    The same `key` returns the same enquiry again, so that sending the form twice stores one enquiry.
    Raises `NoCentreForEnquiry`, `EnquiryTextMissing` or `EnquiryContactMissing`; then nothing is stored.
    """
    if centre is None:
        raise NoCentreForEnquiry(_("There is no centre here yet that could answer."))
    if known := Enquiry.objects.filter(key=key).first():
        return known
    if not content.text.strip():
        raise EnquiryTextMissing(_("Write what it is about."))
    if content.wants_answer and not (content.email or content.phone):
        raise EnquiryContactMissing(_("Give an e-mail or a phone, or say that you need no answer."))
    term = load_enquiry_terms()[content.topic]
    year = centre.today(at).year
    defaults: dict[str, Any] = {
        "number": lambda: enquiry_number(year=year, serial=next_serial(f"enquiries:{year}")),
        "access_code": new_access_code(),
        "topic": content.topic,
        "category": content.category or "",
        "centre": centre,
        "service": content.service,
        "page": content.page,
        "language": language,
        "person": person,
        "name": content.name,
        "email": content.email,
        "phone": content.phone,
        "wants_answer": content.wants_answer,
        "text": content.text,
        "received_at": at,
        "due_on": calendar_of(centre).add_days(centre.today(at), term.days, term.unit),
    }
    # Of two submissions at the same moment neither finds the other above. The unique key lets one of them make a row, and the
    # number of the other goes back to the series.
    enquiry, is_new = Enquiry.objects.get_or_create(key=key, defaults=defaults)
    if not is_new:
        return enquiry
    change = EnquiryChange.objects.create(enquiry=enquiry, status=EnquiryStatus.NEW, at=at)
    received = EnquiryReceived(**enquiry_fields(enquiry), topic=content.topic, change_id=change.pk)
    record_enquiry_event(enquiry, received, actor=person.ref if person else "guest", at=at)
    return enquiry
