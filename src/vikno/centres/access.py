"""Permissions to change the mode of a centre."""

from django.utils.translation import gettext as _

from vikno.centres.models import Centre, CentreMode, Officer, OfficerRole
from vikno.kernel.errors import Refused

# In an air raid any employee may set the mode; only the head closes a centre and opens it again.
_STAFF_MODES = frozenset({CentreMode.NORMAL, CentreMode.AIR_RAID, CentreMode.BLACKOUT, CentreMode.LIVE_QUEUE})
ALLOWED_MODES: dict[OfficerRole, frozenset[CentreMode]] = {
    OfficerRole.RECEPTION: _STAFF_MODES,
    OfficerRole.OFFICER: _STAFF_MODES,
    OfficerRole.HEAD: frozenset(CentreMode),
    OfficerRole.EDITOR: frozenset(),
}


class CentreModeNotYours(Refused):
    """The role or the post of the officer does not allow this mode."""


def may_change_mode(officer: Officer, before: CentreMode, after: CentreMode) -> bool:
    return officer.is_active and {before, after} <= ALLOWED_MODES[OfficerRole(officer.role)]


def require_mode_permission(officer: Officer, centre: Centre, after: CentreMode) -> None:
    """Raise `CentreModeNotYours` unless the officer has a permitted role at the centre or at its parent."""
    if officer.centre_id not in (centre.pk, centre.parent_id) or not may_change_mode(
        officer, CentreMode(centre.mode), after
    ):
        raise CentreModeNotYours(_("Your role at the centre does not allow this. Ask the head of the centre."))
