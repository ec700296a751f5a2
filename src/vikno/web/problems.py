"""What to mend on a page, whatever kind of form it was: where, and a sentence on how."""

from dataclasses import dataclass

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True)
class InputProblem:
    """`at` is the id of the input to mend; empty when it is about the whole page."""

    at: str
    message: str


def form_problems(form: BaseForm) -> list[InputProblem]:
    """Return the problems of a Django form in the order of its fields, those of the whole form first."""
    problems = [InputProblem(at="", message=str(message)) for message in form.non_field_errors()]
    for field in form:
        problems += [InputProblem(at=input_id(field), message=message) for message in field_error_messages(field)]
    return problems


def field_error_messages(field: BoundField) -> list[str]:
    """Return what to mend in a field. What is missing is said with the field's name, as e-forms say it."""
    return [
        _missing(field) if error.code == "required" else " ".join(str(message) for message in error.messages)
        for error in field.errors.as_data()
    ]


def _missing(field: BoundField) -> str:
    what = {"what": str(field.label).strip().rstrip(":?.")}
    match field.field.widget:
        case forms.FileInput():
            return _("Add a file: %(what)s") % what
        case forms.CheckboxInput():
            return _("Tick: %(what)s") % what
        case forms.Select() | forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return _("Choose an answer: %(what)s") % what
    return _("Fill in: %(what)s") % what


def input_id(field: BoundField) -> str:
    """Return the id of a field's input: of the first one where there are several."""
    several = field.field.widget.use_fieldset and field.subwidgets
    return str(field.subwidgets[0].id_for_label if several else field.id_for_label)
