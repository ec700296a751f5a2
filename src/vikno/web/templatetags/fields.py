"""Rendering of Django form fields with the classes of govuk-frontend. The widgets of the editors' area stay as they are."""

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from vikno.web.problems import field_error_messages, input_id

register = template.Library()
register.filter("field_error_messages", field_error_messages)

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "upload__input"),
    (forms.Widget, "govuk-input"),
)
_CHOICE_LISTS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
)


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Render the input of a field."""
    for kind, look in _CHOICE_LISTS:
        if isinstance(field.field.widget, kind):
            choices = list(field.subwidgets)
            for choice in choices:
                choice.data["attrs"]["class"] = f"govuk-{look}__input"
            return render_to_string("web/choices.html", {"choices": choices, "look": look})
    look = next(look for kind, look in _CLASSES if isinstance(field.field.widget, kind))
    own = field.field.widget.attrs.get("class", "")
    classes = " ".join(filter(None, [look, f"{look}--error" if field.errors else "", own]))
    tag = field.as_widget(attrs={"class": classes})
    if isinstance(field.field.widget, forms.FileInput):
        return render_to_string("web/upload.html", {"input": tag, "id": input_id(field), "errors": field.errors})
    return tag


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Return whether a field is a single checkbox, whose label comes after it."""
    return isinstance(field.field.widget, forms.CheckboxInput)
