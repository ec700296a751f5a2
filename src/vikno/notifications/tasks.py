"""What the outbox calls."""

from datetime import datetime

from vikno.notifications import operations
from vikno.outbox.models import Event


def notify(event: Event, *, at: datetime) -> None:
    """Tell whom it concerns of an event. Called at least once for each."""
    if event.name == "enquiry.erased":
        operations.forget(enquiry=event.payload["enquiry"])
    else:
        operations.tell(event=event, at=at)
