"""Who may say how a centre works just now."""

from django.utils.translation import gettext as _

from vikno.centres.models import Centre, Mode, Officer, Role
from vikno.kernel.errors import Refused

# In an air raid whoever stands nearest presses; that the centre is closed is for its head to say, and to take back.
_ANYBODY = frozenset({Mode.NORMAL, Mode.AIR_RAID, Mode.BLACKOUT, Mode.LIVE_QUEUE})
MAY: dict[Role, frozenset[Mode]] = {
    Role.RECEPTION: _ANYBODY,
    Role.OFFICER: _ANYBODY,
    Role.HEAD: frozenset(Mode),
    Role.EDITOR: frozenset(),
}


class ModeNotYours(Refused):
    """The role, or the centre, does not allow it."""


def may_change(officer: Officer, before: Mode, after: Mode) -> bool:
    return officer.is_active and {before, after} <= MAY[Role(officer.role)]


def require_mode(officer: Officer, centre: Centre, after: Mode) -> None:
    """Raise `ModeNotYours` unless the officer works at the centre, or at the one above it, in a role that may."""
    if officer.centre_id not in (centre.pk, centre.parent_id) or not may_change(officer, Mode(centre.mode), after):
        raise ModeNotYours(_("Your role at the centre does not allow this. Ask the head of the centre."))
