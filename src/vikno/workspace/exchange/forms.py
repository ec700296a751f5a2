"""Forms of the exchange pages: filters of the lists, a line of the status map."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vikno.integration.exchange_scope import ExchangeScope
from vikno.integration.models import Connection, ConnectionAlert, InboundMessage, StatusMapping
from vikno.workspace.templatetags.exchange import EVENT_LABELS

MessageStatus = InboundMessage.InboundMessageStatus


class ExchangeFilterForm(forms.Form):
    """The filters of a list. They are read from an address, so values that make no sense are ignored."""

    connection = forms.ChoiceField(label=_("Which system"), required=False)

    def __init__(self, data: Any, *, exchange: ExchangeScope) -> None:
        super().__init__(data, auto_id="filter-%s")
        field = self.fields["connection"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All systems")), *((row.code, row.name) for row in exchange.connections)]
        for form_field in self.fields.values():
            form_field.widget.attrs["class"] = "mini__input"

    def valid_filters(self) -> dict[str, str]:
        """Return the chosen filters whose values are valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DeliveryFilterForm(ExchangeFilterForm):
    event = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Everything")), *EVENT_LABELS.items()])


class MessageFilterForm(ExchangeFilterForm):
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", MessageStatus.TROUBLE.label),
            (MessageStatus.NEW, MessageStatus.NEW.label),
            (MessageStatus.DROPPED, MessageStatus.DROPPED.label),
        ],
    )


class AlertFilterForm(ExchangeFilterForm):
    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("Everything")), *ConnectionAlert.ConnectionAlertKind.choices]
    )


class StatusMappingForm(forms.Form):
    """One line of the status map."""

    foreign = forms.CharField(
        label=_("Status there"), max_length=200, help_text=_("As the other system writes it. Capitals do not matter.")
    )
    meaning = forms.ChoiceField(
        label=_("Status here"),
        required=False,
        choices=[("", _("Stays as it is")), *StatusMapping.StatusMeaning.choices],
        help_text=_("How the case moves when the other system says this."),
    )
    words_uk = forms.CharField(
        label=_("What the resident reads, in Ukrainian"),
        required=False,
        max_length=200,
        help_text=_("Short and calm, for example: Фахівець перевіряє документи. Empty: the usual words."),
    )
    words_cs = forms.CharField(label=_("What the resident reads, in Czech"), required=False, max_length=200)
    words_en = forms.CharField(label=_("What the resident reads, in English"), required=False, max_length=200)
    needs_action = forms.BooleanField(label=_("The resident must do something"), required=False)
    sends_letter = forms.BooleanField(label=_("Tell by e-mail"), required=False, initial=True)

    def __init__(self, data: Any = None, *, connection: Connection, **more: Any) -> None:
        super().__init__(data, **more)
        self.connection = connection

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        has_translation = typed.get("words_cs") or typed.get("words_en")
        if has_translation and not typed.get("words_uk"):
            self.add_error("words_uk", _("Write it in Ukrainian too: it is shown where another language is missing."))
        if (
            not typed.get("meaning")
            and not typed.get("words_uk")
            and "foreign" in typed
            and not self.has_error("words_uk")
        ):
            self.add_error(
                "meaning", _("Choose a status, or write what the resident reads: otherwise nothing happens.")
            )
        if typed.get("needs_action") and not typed.get("words_uk") and not self.has_error("words_uk"):
            self.add_error("words_uk", _("Write what the resident must do."))
        return typed
