"""Forms of the register import."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vikno.guide.differences import FieldDifference
from vikno.guide.models import RegisterEntryState


class RegisterFileUploadForm(forms.Form):
    file = forms.FileField(
        label=_("File of the register"),
        help_text=_("The JSON dump of the national guide, or a table in CSV. At most 30 MB."),
        error_messages={"required": _("Choose a file first.")},
    )


class RegisterEntryFilterForm(forms.Form):
    """The filter of entries of a file; the first choice shows those that wait for a person."""

    CHOICES = (
        ("waiting", _("Waiting for a decision")),
        (RegisterEntryState.DIFFERS.value, _("Different from ours")),
        (RegisterEntryState.NEW.value, _("Not here yet")),
        (RegisterEntryState.TAKEN.value, _("Taken over")),
        (RegisterEntryState.LEFT.value, _("Left as here")),
        (RegisterEntryState.LEFT_BEFORE.value, _("Left before")),
        (RegisterEntryState.SAME.value, _("The same")),
    )

    state = forms.ChoiceField(label=_("Show"), choices=CHOICES, required=False)
    words = forms.CharField(label=_("Title or identifier"), max_length=100, required=False)


class RegisterTakeoverForm(forms.Form):
    """The choice of differing fields to take over. Fields whose takeover loses no text of ours are ticked initially."""

    fields_taken = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": _("The card was changed meanwhile. Look at what differs now.")},
    )

    def __init__(self, *args: Any, differences: list[FieldDifference], **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"fields_taken": [difference.field for difference in differences if difference.is_safe]}
        )
        super().__init__(*args, **kwargs)
        field = self.fields["fields_taken"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(difference.field, difference.label) for difference in differences]

    @property
    def ticked_fields(self) -> list[str]:
        value = self["fields_taken"].value()
        return list(value or [])
