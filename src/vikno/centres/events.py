"""Events of a centre."""

from dataclasses import dataclass

from vikno.centres.models import CentreMode
from vikno.outbox.domain_events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class CentreModeChanged(DomainEvent):
    """The centre works in another mode from now on, or with another note to visitors."""

    NAME = "centre.mode_changed"

    centre: str
    """Code of the centre."""
    before: CentreMode
    """The mode until now."""
    after: CentreMode
    """The mode from now on."""
    mode_change_id: int | None = None
    """The `ModeChange` with the note; none in events recorded before this field existed."""
