"""How a view of the workspace comes by its case: only from those this person may see."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from vikno.applications.access import CaseAction, CaseNotYours, require_permission
from vikno.applications.models import Application
from vikno.centres.models import Officer
from vikno.integration.external_cases import leading_external_case
from vikno.workspace.access import StaffMember
from vikno.workspace.cases.actions import LEADING_SYSTEM_ACTIONS

PAGE_RELATIONS = ("service", "centre", "deadline", "registration", "decision", "officer__person", "form_version")


class CaseLedElsewhere(CaseNotYours):
    """Another system works on the case."""


def load_case(staff: StaffMember, uid: uuid.UUID) -> Application:
    """Return the case with what its page shows. A case of another centre is 404: nobody learns that it exists."""
    return get_object_or_404(staff.cases().select_related(*PAGE_RELATIONS), uid=uid)


def load_case_for_action(act: CaseAction, staff: StaffMember, uid: uuid.UUID) -> tuple[Application, Officer]:
    """Return the case, and the post in which this person may do the act. Raises 404, or `NotYours` for their role or
    where another system works on it.
    """
    case = load_case(staff, uid)
    post = staff.post_for(case)
    if post is None:
        raise Http404
    require_permission(post, act, case)
    if act in LEADING_SYSTEM_ACTIONS and (led := leading_external_case(case)):
        raise CaseLedElsewhere(
            _("This case is worked on in “%(system)s”. The decision is made there.") % {"system": led.connection.name}
        )
    return case, post
