"""Refusals that several operations on a case raise."""

from django.utils.translation import gettext as _

from vikno.applications.models import Application
from vikno.centres.models import Officer
from vikno.kernel.errors import Refused


class CaseTakenByColleague(Refused):
    """A colleague works this case."""


class CaseReasonMissing(Refused):
    """The applicant must be told why."""


def require_own(application: Application, officer: Officer) -> None:
    if application.officer_id not in (None, officer.pk) and not officer.is_head:
        raise CaseTakenByColleague(_("A colleague works this case. Take it over first, or ask the head of the centre."))
