"""What to mend on a page, whatever kind of form it was: where, and a sentence on how."""

from dataclasses import dataclass

from django.forms import BaseForm, BoundField


@dataclass(frozen=True, kw_only=True)
class Problem:
    """`at` is the id of the input to mend; empty when it is about the whole page."""

    at: str
    message: str


def from_form(form: BaseForm) -> list[Problem]:
    """Return the problems of a Django form in the order of its fields, those of the whole form first."""
    problems = [Problem(at="", message=str(message)) for message in form.non_field_errors()]
    for field in form:
        problems += [Problem(at=input_id(field), message=str(message)) for message in field.errors]
    return problems


def input_id(field: BoundField) -> str:
    """Return the id of a field's input: of the first one where there are several."""
    several = field.field.widget.use_fieldset and field.subwidgets
    return str(field.subwidgets[0].id_for_label if several else field.id_for_label)
