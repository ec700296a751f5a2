"""Who may work on an enquiry at a centre."""

from django.utils.translation import gettext as _

from vikno.centres.models import Officer, OfficerRole
from vikno.enquiries.models import Enquiry
from vikno.kernel.errors import Refused

# Whoever meets residents answers them: at the desk too there is no «that is not my question».
ANSWERING_ROLES = frozenset({OfficerRole.RECEPTION, OfficerRole.OFFICER, OfficerRole.HEAD})


class EnquiryNotYours(Refused):
    """The role, or the centre, does not allow it."""


def may_answer_enquiry(officer: Officer, enquiry: Enquiry) -> bool:
    """Tell whether this post works on enquiries of that centre: there, or at the centre above it."""
    at_the_centre = officer.centre_id in (enquiry.centre_id, enquiry.centre.parent_id)
    return officer.is_active and at_the_centre and officer.role in ANSWERING_ROLES


def require_enquiry_access(officer: Officer, enquiry: Enquiry) -> None:
    if not may_answer_enquiry(officer, enquiry):
        raise EnquiryNotYours(_("Your role at the centre does not allow this. Ask the head of the centre."))
