"""How a view of the workspace comes by its case: only from those this person may see."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from vikno.applications.access import Act, NotYours, require
from vikno.applications.models import Application
from vikno.centres.models import Officer
from vikno.integration.standing import led_elsewhere
from vikno.workspace.access import Staff
from vikno.workspace.acts import OF_THE_LEADER

SHOWN = ("service", "centre", "deadline", "registration", "decision", "officer__person", "form_version")


class LedElsewhere(NotYours):
    """Another system works on the case."""


def case_of(staff: Staff, uid: uuid.UUID) -> Application:
    """Return the case with what its page shows. A case of another centre is 404: nobody learns that it exists."""
    return get_object_or_404(staff.cases().select_related(*SHOWN), uid=uid)


def case_to(act: Act, staff: Staff, uid: uuid.UUID) -> tuple[Application, Officer]:
    """Return the case, and the post in which this person may do the act. Raises 404, or `NotYours` for their role or
    where another system works on it.
    """
    case = case_of(staff, uid)
    post = staff.post_for(case)
    if post is None:
        raise Http404
    require(post, act, case)
    if act in OF_THE_LEADER and (led := led_elsewhere(case)):
        raise LedElsewhere(
            _("This case is worked on in “%(system)s”. The decision is made there.") % {"system": led.connection.name}
        )
    return case, post
