"""What is done with partner systems: cases are given to them, what they say is followed, and a person mends what went wrong."""

from vikno.integration.operations.alerting import clear, raise_alert, raise_alerts
from vikno.integration.operations.connecting import Unconnectable, connect, reconfigure, route
from vikno.integration.operations.delivering import hand_over, message_of
from vikno.integration.operations.exchanging import Exchange, exchange, serve_batch
from vikno.integration.operations.following import Early, follow
from vikno.integration.operations.leading import LedHere, lead_here
from vikno.integration.operations.receiving import drop, handle, handle_due, hint, poll, take_in, try_again
from vikno.integration.operations.reconciling import Difference, reconcile
from vikno.integration.operations.routing import lines_for

__all__ = [
    "Difference",
    "Early",
    "Exchange",
    "LedHere",
    "Unconnectable",
    "clear",
    "connect",
    "drop",
    "exchange",
    "follow",
    "hand_over",
    "handle",
    "handle_due",
    "hint",
    "lead_here",
    "lines_for",
    "message_of",
    "poll",
    "raise_alert",
    "raise_alerts",
    "reconcile",
    "reconfigure",
    "route",
    "serve_batch",
    "take_in",
    "try_again",
]
