"""Lookup of the case that a view of the workspace shows or changes: only among those this person may see."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from vikno.applications.access import CaseAction, require_permission
from vikno.applications.models import Application
from vikno.centres.models import Officer
from vikno.workspace.access import StaffMember

PAGE_RELATIONS = ("service", "centre", "deadline", "registration", "decision", "officer__person", "form_version")


def load_case(staff: StaffMember, uid: uuid.UUID) -> Application:
    """Return the case with what its page shows. A case of another centre is 404: nobody learns that it exists."""
    return get_object_or_404(staff.cases().select_related(*PAGE_RELATIONS), uid=uid)


def load_case_with_post(staff: StaffMember, uid: uuid.UUID) -> tuple[Application, Officer]:
    """Return the case, and the post in which this person works at its centre; 404 where they have none."""
    case = load_case(staff, uid)
    post = staff.post_for(case)
    if post is None:
        raise Http404
    return case, post


def load_case_for_action(action: CaseAction, staff: StaffMember, uid: uuid.UUID) -> tuple[Application, Officer]:
    """Return the case, and the post in which this person may act on it. Raises 404, or `CaseNotYours` for their role or where
    another system leads the case.
    """
    case, post = load_case_with_post(staff, uid)
    require_permission(post, action, case)
    return case, post
