"""The consumer of events that the outbox calls."""

from datetime import datetime

from vikno.enquiries.events import EnquiryErased
from vikno.integration.events import AlertRaised
from vikno.notifications import operations
from vikno.notifications.alert_letters import send_alert
from vikno.outbox.models import Event


def notify(event: Event, *, at: datetime) -> None:
    """Send the letters about an event, and erase those about an erased enquiry. It is called at least once for each event."""
    if event.name == EnquiryErased.NAME:
        operations.erase_enquiry_messages(enquiry=EnquiryErased.read(event).enquiry)
    elif event.name == AlertRaised.NAME:
        send_alert(event=event)
    else:
        operations.send_notification(event=event, at=at)
