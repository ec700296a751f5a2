"""The form that asks for the number and the access code of an application."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ApplicationStatusForm(forms.Form):
    """The number and the access code from the receipt."""

    number = forms.CharField(
        label=_("Number of the application"),
        help_text=_("For example, 2026-004817-5"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    code = forms.CharField(
        label=_("Access code"),
        help_text=_("8 letters and digits, for example 7KM4-9XPQ"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
