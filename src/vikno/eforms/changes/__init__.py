"""Changes of a form as plain values: a change takes a form and returns the changed one, or raises a refusal.

A change that would leave a condition or a rule without a question it looks at is refused.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from vikno.eforms.definition import FormDefinition
from vikno.eforms.references import BrokenReference, broken_references
from vikno.kernel.errors import Refused

DefinitionChange = Callable[[FormDefinition], FormDefinition]


class FormPartReferenced(Refused):
    """Conditions or rules look at the part that would go or move; `uses` names each."""

    def __init__(self, uses: list[BrokenReference]) -> None:
        self.uses = uses
        named = "; ".join(use.owner_text for use in uses)
        super().__init__(_("This cannot be done yet, for other parts depend on it. Change these first: %s.") % named)


def apply_change(change: DefinitionChange, form: FormDefinition) -> FormDefinition:
    """Return the changed form. Raises `FormPartReferenced`, or the refusal of the change itself."""
    after = change(form)
    known = {use.identity for use in broken_references(form)}
    if new := [use for use in broken_references(after) if use.identity not in known]:
        raise FormPartReferenced(new)
    return after
