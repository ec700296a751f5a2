"""The form that sets the mode of a centre."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vikno.centres.models import CentreMode


class CentreModeForm(forms.Form):
    """The new mode of a centre, as the pressed button says, and the mode that the page showed before (`was`)."""

    was = forms.TypedChoiceField(choices=CentreMode.choices, coerce=CentreMode)
    mode = forms.TypedChoiceField(choices=CentreMode.choices, coerce=CentreMode)
    note = forms.CharField(
        label=_("In your own words"),
        help_text=_("Until when, what to do. Everybody sees it. It may stay empty."),
        required=False,
        max_length=300,
    )
    with_branches = forms.BooleanField(label=_("Also the branches and desks below"), required=False, initial=True)
