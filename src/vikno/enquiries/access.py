"""Who may work on an enquiry at a centre."""

from django.utils.translation import gettext as _

from vikno.centres.models import Officer, Role
from vikno.enquiries.models import Enquiry
from vikno.kernel.errors import Refused

# Whoever meets residents answers them: at the desk too there is no «that is not my question».
ANSWERING = frozenset({Role.RECEPTION, Role.OFFICER, Role.HEAD})


class NotYours(Refused):
    """The role, or the centre, does not allow it."""


def may_answer(officer: Officer, enquiry: Enquiry) -> bool:
    """Tell whether this post works on enquiries of that centre: there, or at the centre above it."""
    at_the_centre = officer.centre_id in (enquiry.centre_id, enquiry.centre.parent_id)
    return officer.is_active and at_the_centre and officer.role in ANSWERING


def require(officer: Officer, enquiry: Enquiry) -> None:
    if not may_answer(officer, enquiry):
        raise NotYours(_("Your role at the centre does not allow this. Ask the head of the centre."))
