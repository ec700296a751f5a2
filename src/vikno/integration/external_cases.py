"""The state of a case in each system that has it, for the staff of a centre."""

from dataclasses import dataclass

from vikno.applications.models import Application
from vikno.integration.models import ExternalCase
from vikno.integration.queries import leading_case
from vikno.outbox.models import Delivery, DeliveryStatus


@dataclass(frozen=True, kw_only=True)
class ExternalCaseState:
    """The case in one system, and the deliveries to it that have not got through, earliest first."""

    case: ExternalCase
    stuck_deliveries: tuple[Delivery, ...]

    @property
    def needs_a_person(self) -> bool:
        return any(delivery.status == DeliveryStatus.GIVEN_UP for delivery in self.stuck_deliveries)


def external_case_states(application: Application) -> list[ExternalCaseState]:
    """Return the state of a case in other systems; an empty list for a case that only the centre has."""
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
    """Return the case in the system that leads it, or None where the centre does.

    The leader is chosen on submission; the head of the centre may take the case back.
    """
    case = leading_case(application)
    return None if case is None or case.connection.is_workspace else case
