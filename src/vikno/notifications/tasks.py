from datetime import datetime

from vikno.outbox.models import Event


def notify(event: Event, *, at: datetime) -> None: ...
