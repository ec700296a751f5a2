"""Events of the exchange with partner systems. They name systems and numbers, never people."""

from dataclasses import dataclass

from vikno.outbox.domain_events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class AlertRaised(DomainEvent):
    """Something in the exchange needs a person, and the heads of the centre are to be told."""

    NAME = "alert.raised"

    centre: str
    """Code of the centre whose heads are told."""
    connection: str
    """Code of the connection."""
    system: str
    """Name of the system at the other end."""
    alert: str
    """Kind of the alert: a value of `ConnectionAlert.ConnectionAlertKind`."""
    subject: str
    """Number of the application, or the status in question."""
    alert_id: int | None = None
    """The `ConnectionAlert`; none in events recorded before this field existed."""


@dataclass(frozen=True, kw_only=True)
class FeedGrew(DomainEvent):
    """There is something new in the feed that a partner system fetches."""

    NAME = "feed.grew"

    connection: int
    """Primary key of the `Connection`."""
    seq: int
    """Number of the newest item."""
