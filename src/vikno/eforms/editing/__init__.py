"""Changing what a form asks. Plain values: a change takes a form and returns the changed one, or refuses.

A change that would leave a condition or a rule without what it looks at is refused, whatever it was: nothing is lost silently.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from vikno.eforms.definition import EForm
from vikno.eforms.references import Broken, broken
from vikno.kernel.errors import Refused

Change = Callable[[EForm], EForm]


class StillNeeded(Refused):
    """Conditions or rules look at what would go or move; `uses` names each."""

    def __init__(self, uses: list[Broken]) -> None:
        self.uses = uses
        named = "; ".join(use.words for use in uses)
        super().__init__(_("This cannot be done yet, for other parts depend on it. Change these first: %s.") % named)


def applied(change: Change, form: EForm) -> EForm:
    """Return the changed form. Raises `StillNeeded`, or what the change itself refuses."""
    after = change(form)
    known = {use.identity for use in broken(form)}
    if new := [use for use in broken(after) if use.identity not in known]:
        raise StillNeeded(new)
    return after
