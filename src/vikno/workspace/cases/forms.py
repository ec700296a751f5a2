"""Forms of the case pages: the shape of the input. The rules of a case are those of the operations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vikno.applications.models import ApplicationChannel, ApplicationStatus
from vikno.applications.status_words import status_label
from vikno.catalogue.models import RefusalGround, Service
from vikno.workspace.access import StaffMember

Choices = list[tuple[str, Any]]

SORT_CODES = ("deadline", "submitted", "number")


class CaseFilterForm(forms.Form):
    """The filters of the list. They are read from an address, so values that make no sense are ignored."""

    service = forms.ChoiceField(label=_("Service"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)
    channel = forms.ChoiceField(label=_("How it came"), required=False)
    centre = forms.ChoiceField(label=_("Centre"), required=False)
    sort = forms.ChoiceField(required=False, choices=[(name, name) for name in SORT_CODES], widget=forms.HiddenInput)

    def __init__(self, *, data: Any, staff: StaffMember, services: Iterable[Service]) -> None:
        super().__init__(data, auto_id="filter-%s")
        self._offer("service", _("All services"), [(service.code, service.title) for service in services])
        statuses = [status for status in ApplicationStatus if status != ApplicationStatus.DRAFT]
        self._offer("status", _("Any"), [(status.value, status_label(status)) for status in statuses])
        self._offer("channel", _("Online and at the desk"), list(ApplicationChannel.choices))
        self._offer("centre", _("All centres"), [(centre.code, centre.name) for centre in staff.centres])
        if len(staff.centres) == 1:
            del self.fields["centre"]

    def _offer(self, name: str, empty_label: Any, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", empty_label), *choices]
        field.widget.attrs["class"] = "mini__input"

    def valid_filters(self) -> dict[str, str]:
        """Return the chosen filters whose values are valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _date_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
        # A browser without a calendar of its own sends what was typed.
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Write a date as day, month, year, for example 27.03.1985.")},
        **more,
    )


def _text_field(label: Any, *, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, **more)


class CaseRegistrationForm(forms.Form):
    number = forms.CharField(
        label=_("Incoming number"), required=False, max_length=40, help_text=_("Leave it empty to get the next one.")
    )
    on = _date_field(_("Date of registration"), required=False)


class CorrectionRequestForm(forms.Form):
    reason = _text_field(
        _("What the applicant should do"), help_text=_("They will read this in the letter and in their cabinet.")
    )
    due_on = _date_field(_("Answer by"), help_text=_("The term of the case stands until the applicant answers."))


class DeadlineExtensionForm(forms.Form):
    days = forms.IntegerField(
        label=_("How many days more"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"invalid": _("Write a whole number, for example 3.")},
    )
    reason = _text_field(_("Why more time is needed"), help_text=_("The applicant will read this."))


class GrantDecisionForm(forms.Form):
    reasons = _text_field(_("A word to the applicant"), required=False)


class RefusalDecisionForm(forms.Form):
    ground = forms.ModelChoiceField(
        label=_("Ground of refusal"),
        queryset=RefusalGround.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("The grounds are those of the service’s card."),
        error_messages={"invalid_choice": _("Choose the ground of refusal from the service’s card.")},
    )
    reasons = _text_field(
        _("Why this ground applies here"),
        rows=6,
        help_text=_("Say what was found and what the applicant can do next. They will read this."),
    )

    def __init__(self, data: Any = None, *, service: Service) -> None:
        super().__init__(data)
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ModelChoiceField)
        grounds = RefusalGround.objects.filter(card__service=service).select_related("card")
        ground.queryset = grounds.order_by("sort_order", "pk")
        self.has_grounds = grounds.exists()


class ResultIssueForm(forms.Form):
    title = forms.CharField(label=_("What is handed over"), max_length=200)
    upload = forms.FileField(
        label=_("The result as a file"), required=False, help_text=_("PDF, JPG or PNG, up to 10 MB.")
    )
    where = forms.CharField(
        label=_("Or where the paper can be collected"),
        required=False,
        max_length=300,
        help_text=_("For example: at reception, with a passport."),
    )
