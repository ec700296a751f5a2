"""Events of an enquiry. Fields hold codes and ids of rows, never personal data."""

import uuid
from dataclasses import dataclass
from typing import TypedDict

from vikno.enquiries.models import Enquiry, EnquiryTopic
from vikno.outbox.domain_events import DomainEvent


class EnquiryFields(TypedDict):
    """The fields that all events of an enquiry share."""

    enquiry: uuid.UUID
    number: str
    centre: str


def enquiry_fields(enquiry: Enquiry) -> EnquiryFields:
    """Return what every event says of the enquiry that it is about."""
    return {"enquiry": enquiry.uid, "number": enquiry.number, "centre": enquiry.centre.code}


@dataclass(frozen=True, kw_only=True)
class EnquiryEvent(DomainEvent):
    """A fact about an enquiry."""

    enquiry: uuid.UUID
    """`uid` of the enquiry."""
    number: str
    """Its number."""
    centre: str
    """Code of the centre that answers."""
    change_id: int | None = None
    """The `EnquiryChange`; none in events recorded before this field existed, and where the status does not change."""


@dataclass(frozen=True, kw_only=True)
class EnquiryReceived(EnquiryEvent):
    """Somebody wrote to the centre."""

    NAME = "enquiry.received"

    topic: EnquiryTopic
    """What the enquiry is."""


@dataclass(frozen=True, kw_only=True)
class EnquiryTaken(EnquiryEvent):
    """An officer took the enquiry to answer it."""

    NAME = "enquiry.taken"


@dataclass(frozen=True, kw_only=True)
class EnquiryAnswered(EnquiryEvent):
    """The enquiry was answered."""

    NAME = "enquiry.answered"


@dataclass(frozen=True, kw_only=True)
class EnquiryPassedOn(EnquiryEvent):
    """The enquiry was passed on to another body."""

    NAME = "enquiry.passed_on"


@dataclass(frozen=True, kw_only=True)
class EnquiryClosed(EnquiryEvent):
    """The enquiry was closed without an answer."""

    NAME = "enquiry.closed"


@dataclass(frozen=True, kw_only=True)
class EnquiryErased(EnquiryEvent):
    """The words and contacts of the enquiry were erased, as their time was up."""

    NAME = "enquiry.erased"
