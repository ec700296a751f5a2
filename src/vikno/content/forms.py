"""What visitors type: what they look for, and the number and code of an application."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vikno.catalogue.models import Audience, LifeEvent
from vikno.catalogue.queries import Wanted, life_events


class ServiceFilter(forms.Form):
    """Narrows the list of services. What cannot be understood does not narrow: the address may be an old one."""

    q = forms.CharField(
        label=_("Name of the service or Your situation"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    audience = forms.ChoiceField(label=_("For whom"), required=False)
    event = forms.ChoiceField(label=_("What happened"), required=False)
    online = forms.BooleanField(label=_("Can be applied for online"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.events = {event.code: event for event in life_events()}
        audiences = [(one.value, one.label) for one in (Audience.CITIZENS, Audience.BUSINESS)]
        self.fields["audience"].choices = [("", _("Anybody")), *audiences]  # type: ignore[attr-defined]
        events = [(code, event.called) for code, event in self.events.items()]
        self.fields["event"].choices = [("", _("Anything")), *events]  # type: ignore[attr-defined]

    @property
    def event_chosen(self) -> LifeEvent | None:
        return self.events.get(self.cleaned_data.get("event", ""))

    def wanted(self) -> Wanted:
        self.is_valid()
        return Wanted(
            words=self.cleaned_data.get("q", ""),
            audience=self.cleaned_data.get("audience", ""),
            event=self.event_chosen,
            online=self.cleaned_data.get("online", False),
        )


class StatusForm(forms.Form):
    """A number and an access code, as they stand on the receipt."""

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


class EnquiryStatusForm(StatusForm):
    """The number and the access code of an enquiry, as they were shown after sending."""

    number = forms.CharField(
        label=_("Number of the enquiry"),
        help_text=_("For example, E-2026-00481-2"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
