"""Rules about who may work on an enquiry."""

from django.utils.translation import gettext as _

from vikno.centres.models import Officer, OfficerRole
from vikno.enquiries.models import Enquiry
from vikno.kernel.errors import Refused

# Everybody who meets residents answers them, at the desk too.
ANSWERING_ROLES = frozenset({OfficerRole.RECEPTION, OfficerRole.OFFICER, OfficerRole.HEAD})


class EnquiryNotYours(Refused):
    """The role or the centre of the officer does not allow it."""


def may_answer_enquiry(officer: Officer, enquiry: Enquiry) -> bool:
    """Return whether the officer works on enquiries of that centre: at the centre itself, or at the one above it."""
    at_the_centre = officer.centre_id in (enquiry.centre_id, enquiry.centre.parent_id)
    return officer.is_active and at_the_centre and officer.role in ANSWERING_ROLES


def require_enquiry_access(officer: Officer, enquiry: Enquiry) -> None:
    """Raise `EnquiryNotYours` unless the officer works on enquiries of that centre."""
    if not may_answer_enquiry(officer, enquiry):
        raise EnquiryNotYours(_("Your role at the centre does not allow this. Ask the head of the centre."))
