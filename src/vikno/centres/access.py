"""Who may say how a centre works just now."""

from django.utils.translation import gettext as _

from vikno.centres.models import Centre, CentreMode, Officer, OfficerRole
from vikno.kernel.errors import Refused

# In an air raid whoever stands nearest presses; that the centre is closed is for its head to say, and to take back.
_ANYBODY = frozenset({CentreMode.NORMAL, CentreMode.AIR_RAID, CentreMode.BLACKOUT, CentreMode.LIVE_QUEUE})
ALLOWED_MODES: dict[OfficerRole, frozenset[CentreMode]] = {
    OfficerRole.RECEPTION: _ANYBODY,
    OfficerRole.OFFICER: _ANYBODY,
    OfficerRole.HEAD: frozenset(CentreMode),
    OfficerRole.EDITOR: frozenset(),
}


class CentreModeNotYours(Refused):
    """The role, or the centre, does not allow it."""


def may_change_mode(officer: Officer, before: CentreMode, after: CentreMode) -> bool:
    return officer.is_active and {before, after} <= ALLOWED_MODES[OfficerRole(officer.role)]


def require_mode_permission(officer: Officer, centre: Centre, after: CentreMode) -> None:
    """Raise `ModeNotYours` unless the officer works at the centre, or at the one above it, in a role that may."""
    if officer.centre_id not in (centre.pk, centre.parent_id) or not may_change_mode(
        officer, CentreMode(centre.mode), after
    ):
        raise CentreModeNotYours(_("Your role at the centre does not allow this. Ask the head of the centre."))
