"""The lines to partner systems, as the outbox asks for them (setting OUTBOX_LINES)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from vikno.integration.models import EDMS_LINE_FAMILY, WEBHOOK_LINE_FAMILY
from vikno.integration.operations.deliveries import CaseCarrier
from vikno.integration.operations.reconciliation import compared_cases
from vikno.integration.operations.routing import case_lines_for
from vikno.integration.operations.webhooks import WebhookCarrier, webhook_lines_for
from vikno.outbox.line_directory import Carrier
from vikno.outbox.models import Event

CARRIERS: dict[str, Callable[[str, Sequence[Event]], Carrier]] = {
    EDMS_LINE_FAMILY: CaseCarrier,
    WEBHOOK_LINE_FAMILY: WebhookCarrier,
}


class PartnerLines:
    """The directory of lines: cases go out on one family of lines, webhooks on another."""

    def lines_for(self, event: Event) -> list[str]:
        return [*case_lines_for(event), *webhook_lines_for(event)]

    def events_in_use(self, events: Sequence[Event], *, at: datetime) -> set[int]:
        """Return the events of cases that are still compared with what a partner holds: a hand-in may go out once more."""
        about = {event.pk: event.subject_id for event in events if event.subject_id.startswith("application:")}
        uids = [subject.removeprefix("application:") for subject in about.values()]
        compared = compared_cases(at=at).filter(application__uid__in=uids)
        in_use = {f"application:{uid}" for uid in compared.values_list("application__uid", flat=True)}
        return {key for key, subject in about.items() if subject in in_use}

    def carrier_for(self, line: str, events: Sequence[Event]) -> Carrier:
        return CARRIERS[line.partition(":")[0]](line, events)
