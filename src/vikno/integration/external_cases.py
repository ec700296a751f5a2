"""Where a case stands with each system that has it, for those who work at the centre."""

from dataclasses import dataclass

from vikno.applications.models import Application
from vikno.integration.models import ExternalCase
from vikno.integration.queries import leading_case
from vikno.outbox.models import Delivery, DeliveryStatus


@dataclass(frozen=True, kw_only=True)
class ExternalCaseState:
    """One system and the case in it. `stuck` is what has not got through yet, with its reason, earliest first."""

    case: ExternalCase
    stuck_deliveries: tuple[Delivery, ...]

    @property
    def needs_a_person(self) -> bool:
        return any(one.status == DeliveryStatus.GIVEN_UP for one in self.stuck_deliveries)


def external_case_states(application: Application) -> list[ExternalCaseState]:
    """Return where a case stands with other systems; nothing for one that is only worked here."""
    cases = list(application.cases.select_related("connection").order_by("-leads", "pk"))
    cases = [case for case in cases if not case.connection.is_workspace]
    stuck = Delivery.objects.filter(
        subject_id=application.ref, status__in=[DeliveryStatus.WAITING, DeliveryStatus.GIVEN_UP]
    )
    lines = [case.connection.line for case in cases]
    rows = list(stuck.filter(consumer__in=lines).select_related("event").order_by("event")) if lines else []
    return [
        ExternalCaseState(
            case=case, stuck_deliveries=tuple(row for row in rows if row.consumer == case.connection.line)
        )
        for case in cases
    ]


def leading_external_case(application: Application) -> ExternalCase | None:
    """Return the case in the system that works on it, where that is not this portal: then nobody decides it here.

    Who leads was settled when the application was handed in; the head of the centre may take it back.
    """
    case = leading_case(application)
    return None if case is None or case.connection.is_workspace else case
