"""What the outbox calls."""

from datetime import datetime

from vikno.notifications import alert_letters, operations
from vikno.outbox.models import Event


def notify(event: Event, *, at: datetime) -> None:
    """Tell whom it concerns of an event. Called at least once for each."""
    if event.name == "enquiry.erased":
        operations.erase_enquiry_messages(enquiry=event.payload["enquiry"])
    elif event.name == alert_letters.EVENT_NAME:
        alert_letters.send(event)
    else:
        operations.send_notification(event=event, at=at)
