"""The mode of a centre as sentences: its title, and the advice to residents."""

from django.utils.translation import gettext_lazy as _

from vikno.centres.models import CentreMode

MODE_TITLES = {
    CentreMode.AIR_RAID: _("Air raid: reception is stopped."),
    CentreMode.BLACKOUT: _("No electricity: only part of the services is given."),
    CentreMode.LIVE_QUEUE: _("Live queue only: booking does not work now."),
    CentreMode.CLOSED: _("The centre is closed."),
}
MODE_ADVICE = {
    CentreMode.AIR_RAID: _("We go on after the all-clear. Online you can apply as usual."),
    CentreMode.BLACKOUT: _(
        "Without electricity the registers do not work: no passports, registration of residence, property or business. "
        "We advise, take papers and give out what is ready."
    ),
    CentreMode.LIVE_QUEUE: _(
        "Come and take a place in the queue at the entrance. Who booked before is received at their time."
    ),
    CentreMode.CLOSED: _("We receive nobody now. Online you can apply as usual."),
}


def mode_title(mode: CentreMode) -> str:
    """Return the sentence that announces a mode; an empty text where the centre works as usual."""
    return str(MODE_TITLES.get(mode, ""))


def mode_advice(mode: CentreMode) -> str:
    """Return what residents can do in a mode; an empty text where the centre works as usual.

    In an air raid the page sends people to a shelter before this advice.
    """
    return str(MODE_ADVICE.get(mode, ""))
