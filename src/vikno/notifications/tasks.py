"""What the outbox calls."""

from datetime import datetime

from vikno.notifications import operations
from vikno.outbox.models import Event


def notify(event: Event, *, at: datetime) -> None:
    """Tell the applicant of an event. Called at least once for each."""
    operations.tell(event=event, at=at)
