"""What is done with partner systems: cases are given to them, what they say is followed, and a person mends what went wrong."""

from vikno.integration.operations.alerting import clear, raise_alert, raise_alerts
from vikno.integration.operations.connecting import Unconnectable, connect, reconfigure, route, unroute
from vikno.integration.operations.delivering import case_carrier, message_of
from vikno.integration.operations.exchanging import Exchange, exchange
from vikno.integration.operations.following import Early, follow
from vikno.integration.operations.hooks import hooks_for, tell_hook, try_webhook
from vikno.integration.operations.leading import LedHere, lead_here
from vikno.integration.operations.mapping import WordTaken, bring_on, put_meaning, remove_meaning
from vikno.integration.operations.parcels import (
    Damaged,
    NotWhole,
    OutOfPlace,
    TooManyParcels,
    complete,
    empty,
    fill,
    forget_parcels,
    open_parcel,
)
from vikno.integration.operations.receiving import drop, handle, handle_due, hint, poll, take_in, try_again
from vikno.integration.operations.reconciling import Difference, reconcile
from vikno.integration.operations.routing import lines_for
from vikno.integration.operations.telling import Different, Told, enter_paper, hear, note_contact, tell_figures
from vikno.integration.operations.tending import (
    ask_check,
    check_now,
    leave_undelivered,
    leave_unread,
    pause,
    read_again,
    resume,
    send_again,
    subject_of,
)

__all__ = [
    "Damaged",
    "Difference",
    "Different",
    "Early",
    "Exchange",
    "LedHere",
    "NotWhole",
    "OutOfPlace",
    "Told",
    "TooManyParcels",
    "Unconnectable",
    "WordTaken",
    "ask_check",
    "bring_on",
    "case_carrier",
    "check_now",
    "clear",
    "complete",
    "connect",
    "drop",
    "empty",
    "enter_paper",
    "exchange",
    "fill",
    "follow",
    "forget_parcels",
    "handle",
    "handle_due",
    "hear",
    "hint",
    "hooks_for",
    "lead_here",
    "leave_undelivered",
    "leave_unread",
    "lines_for",
    "message_of",
    "note_contact",
    "open_parcel",
    "pause",
    "poll",
    "put_meaning",
    "raise_alert",
    "raise_alerts",
    "read_again",
    "reconcile",
    "reconfigure",
    "remove_meaning",
    "resume",
    "route",
    "send_again",
    "subject_of",
    "take_in",
    "tell_figures",
    "tell_hook",
    "try_again",
    "try_webhook",
    "unroute",
]
