"""Recording facts, and handing each to whom it concerns, at least once.

Consumers are functions of this portal (`notifications`). Lines lead to partner systems: in order for each subject, behind a
circuit breaker, and a person can pause them.
"""

from vikno.outbox.operations.delivering import deliver, deliver_due
from vikno.outbox.operations.lines import (
    Carrier,
    give_back,
    open_line,
    pause,
    resend,
    resume,
    serve,
    set_aside,
    take,
)
from vikno.outbox.operations.recording import forget_tasks, record

__all__ = [
    "Carrier",
    "deliver",
    "deliver_due",
    "forget_tasks",
    "give_back",
    "open_line",
    "pause",
    "record",
    "resend",
    "resume",
    "serve",
    "set_aside",
    "take",
]
