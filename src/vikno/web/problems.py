"""Problems of any kind of form on a page: the input to correct, and a sentence on how."""

from dataclasses import dataclass

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True)
class InputProblem:
    """One thing to correct on a page. `input_id` is empty where it is about the whole page."""

    input_id: str
    message: str


def form_problems(form: BaseForm) -> list[InputProblem]:
    """Return the problems of a Django form in the order of its fields, those of the whole form first."""
    problems = [InputProblem(input_id="", message=str(message)) for message in form.non_field_errors()]
    for field in form:
        problems += [InputProblem(input_id=input_id(field), message=message) for message in field_error_messages(field)]
    return problems


def field_error_messages(field: BoundField) -> list[str]:
    """Return the errors of a field. A missing value is reported with the name of the field, as in e-forms."""
    return [
        _missing(field) if error.code == "required" else " ".join(str(message) for message in error.messages)
        for error in field.errors.as_data()
    ]


def _missing(field: BoundField) -> str:
    label = {"what": str(field.label).strip().rstrip(":?.")}
    match field.field.widget:
        case forms.FileInput():
            return _("Add a file: %(what)s") % label
        case forms.CheckboxInput():
            return _("Tick: %(what)s") % label
        case forms.Select() | forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return _("Choose an answer: %(what)s") % label
    return _("Fill in: %(what)s") % label


def input_id(field: BoundField) -> str:
    """Return the id of a field's input, or of the first one of several."""
    has_several = field.field.widget.use_fieldset and field.subwidgets
    return str(field.subwidgets[0].id_for_label if has_several else field.id_for_label)
