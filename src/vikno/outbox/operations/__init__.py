"""Recording events, and delivering each to its consumers at least once.

Consumers are functions of this portal (`notifications`). Lines lead to partner systems: in order for each subject, behind a
circuit breaker, and a person can pause them.
"""

from vikno.outbox.operations.deliveries import deliver, deliver_due
from vikno.outbox.operations.delivery_lines import (
    deliver_batch,
    ensure_line,
    lease_due,
    pause,
    release_leases,
    resend,
    resume,
    set_aside,
)
from vikno.outbox.operations.events import record_event
from vikno.outbox.operations.retention import delete_old_events, delete_old_tasks

__all__ = [
    "delete_old_events",
    "delete_old_tasks",
    "deliver",
    "deliver_batch",
    "deliver_due",
    "ensure_line",
    "lease_due",
    "pause",
    "record_event",
    "release_leases",
    "resend",
    "resume",
    "set_aside",
]
