"""The decision on a case."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from vikno.applications.access import CaseAction, require_possible
from vikno.applications.events import ApplicationDecided, application_fields
from vikno.applications.models import Application, ApplicationStatus, Decision, DecisionOutcome
from vikno.applications.operations.refusals import CaseReasonMissing
from vikno.applications.operations.transitions import change_status, lock_application, record_case_event
from vikno.catalogue.models import RefusalGround
from vikno.centres.models import Officer
from vikno.kernel.errors import Refused


class RefusalGroundMissing(Refused):
    """The decision to refuse names no ground from the service's card."""


@transaction.atomic
def decide(
    *,
    application: Application,
    officer: Officer,
    outcome: DecisionOutcome,
    at: datetime.datetime,
    ground: RefusalGround | str | None = None,
    reasons: str = "",
) -> Decision:
    """Grant or refuse. A refusal has a ground from the card, reasons for this case, and the text on appeals.

    Another system, which does not know our card, gives the ground in its own words.
    Raises `CaseNotYours`, `CaseTakenByColleague`, `RefusalGroundMissing`, `CaseReasonMissing`, `WrongCaseStatus`.
    """
    application = lock_application(application)
    require_possible(officer, CaseAction.DECIDE, application)
    ground_text = appeal = ""
    if outcome == DecisionOutcome.REFUSED:
        if isinstance(ground, str) and ground.strip() and officer.is_system:
            ground_text, appeal = ground.strip(), _usual_appeal()
        elif isinstance(ground, RefusalGround) and ground.card.service_id == application.service_id:
            ground_text, appeal = ground.text, ground.card.appeal or _usual_appeal()
        else:
            raise RefusalGroundMissing(_("Choose the ground of refusal from the service’s card."))
        if not reasons.strip():
            raise CaseReasonMissing(_("Write the reasons of the refusal: the applicant will read them."))
    change = change_status(application, ApplicationStatus.DECIDED, at=at, officer=officer)
    decision = Decision.objects.create(
        application=application,
        outcome=outcome,
        ground=ground_text,
        reasons=reasons.strip(),
        appeal=appeal,
        officer=officer,
        at=at,
    )
    event = ApplicationDecided(
        **application_fields(application), outcome=outcome, decision_id=decision.pk, status_change_id=change.pk
    )
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return decision


def _usual_appeal() -> str:
    """Return the text on appeals for a card without one, in the language of cards."""
    with override(settings.LANGUAGE_CODE):
        return _("You can complain to the body that decided, or go to court. The centre will tell you where and how.")
