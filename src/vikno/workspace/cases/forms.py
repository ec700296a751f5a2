"""What officers fill in. The rules of a case are the operations'; here is only what the input must look like."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vikno.applications.models import ApplicationChannel, ApplicationStatus
from vikno.catalogue.models import Offering, RefusalGround, Service
from vikno.centres.models import Centre, CentreMode
from vikno.workspace.access import StaffMember

Choices = list[tuple[str, Any]]

# What the list can be ordered by.
SORT_CODES = ("deadline", "submitted", "number")


class CaseFilterForm(forms.Form):
    """What narrows the list. It is read from an address, so what makes no sense is passed over in silence."""

    service = forms.ChoiceField(label=_("Service"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)
    channel = forms.ChoiceField(label=_("How it came"), required=False)
    centre = forms.ChoiceField(label=_("Centre"), required=False)
    sort = forms.ChoiceField(required=False, choices=[(name, name) for name in SORT_CODES], widget=forms.HiddenInput)

    def __init__(self, *, data: Any, staff: StaffMember, services: Iterable[Service]) -> None:
        super().__init__(data, auto_id="filter-%s")
        states = [(status.value, status.label) for status in ApplicationStatus if status != ApplicationStatus.DRAFT]
        self._offer("service", _("All services"), [(one.code, one.title) for one in services])
        self._offer("status", _("Any"), [(code, STAFF_STATUS_LABELS.get(code, label)) for code, label in states])
        self._offer("channel", _("Online and at the desk"), list(ApplicationChannel.choices))
        self._offer("centre", _("All centres"), [(one.code, one.name) for one in staff.centres])
        if len(staff.centres) == 1:
            del self.fields["centre"]

    def _offer(self, name: str, all_of_them: Any, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", all_of_them), *choices]
        field.widget.attrs["class"] = "mini__input"

    def valid_filters(self) -> dict[str, str]:
        """Return what was chosen and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


STAFF_STATUS_LABELS: dict[str, Any] = {ApplicationStatus.RETURNED: _("Waiting for the applicant")}


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
        # A browser without a calendar of its own sends what was typed.
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Write a date as day, month, year, for example 27.03.1985.")},
        **more,
    )


def _words(label: Any, *, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, **more)


class ServiceChoiceForm(forms.Form):
    """For what, and where, a paper application is entered. It is read from an address."""

    centre = forms.ModelChoiceField(
        label=_("Centre"),
        queryset=Centre.objects.none(),
        to_field_name="code",
        empty_label=None,
        error_messages={"invalid_choice": _("Choose the centre.")},
    )
    service = forms.ModelChoiceField(
        label=_("Service"),
        queryset=Service.objects.none(),
        to_field_name="code",
        empty_label=_("Choose"),
        error_messages={"invalid_choice": _("Choose the service.")},
    )

    def __init__(self, *, data: Any, staff: StaffMember) -> None:
        super().__init__(data)
        desks = Centre.objects.filter(pk__in=[centre.pk for centre in staff.intake_centres()]).order_by("pk")
        at_desk = Offering.objects.filter(centre__in=desks, at_desk=True)
        services = Service.objects.filter(is_active=True, pk__in=at_desk.values("service")).order_by("title")
        for name, rows in (("centre", desks), ("service", services)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        if len(staff.intake_centres()) == 1:
            self.fields["centre"].widget = forms.HiddenInput()
            self.fields["centre"].initial = staff.intake_centres()[0].code

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        if {"centre", "service"} <= chosen.keys() and not Offering.objects.filter(at_desk=True, **chosen).exists():
            self.add_error(
                "service", _("This centre does not take applications for this service. Choose another centre.")
            )
        return chosen


class CaseRegistrationForm(forms.Form):
    number = forms.CharField(
        label=_("Incoming number"), required=False, max_length=40, help_text=_("Leave it empty to get the next one.")
    )
    on = _day(_("Date of registration"), required=False)


class CorrectionRequestForm(forms.Form):
    reason = _words(
        _("What the applicant should do"), help_text=_("They will read this in the letter and in their cabinet.")
    )
    due_on = _day(_("Answer by"), help_text=_("The term of the case stands until the applicant answers."))


class DeadlineExtensionForm(forms.Form):
    days = forms.IntegerField(
        label=_("How many days more"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"invalid": _("Write a whole number, for example 3.")},
    )
    reason = _words(_("Why more time is needed"), help_text=_("The applicant will read this."))


class GrantDecisionForm(forms.Form):
    reasons = _words(_("A word to the applicant"), required=False)


class RefusalDecisionForm(forms.Form):
    ground = forms.ModelChoiceField(
        label=_("Ground of refusal"),
        queryset=RefusalGround.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("The grounds are those of the service’s card."),
        error_messages={"invalid_choice": _("Choose the ground of refusal from the service’s card.")},
    )
    reasons = _words(
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


class ScansInput(forms.FileInput):
    allow_multiple_selected = True


class ScansForm(forms.Form):
    """Scans of what was handed in. The view takes the files as they came; the operation says which are not taken."""

    scans = forms.FileField(
        label=_("Scans"),
        required=False,
        help_text=_("PDF, JPG or PNG, up to 10 MB each."),
        widget=ScansInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class CentreModeForm(forms.Form):
    """How a centre works from now on: the button that was pressed, and what the page showed before."""

    was = forms.TypedChoiceField(choices=CentreMode.choices, coerce=CentreMode)
    mode = forms.TypedChoiceField(choices=CentreMode.choices, coerce=CentreMode)
    note = forms.CharField(
        label=_("In your own words"),
        help_text=_("Until when, what to do. Everybody sees it. It may stay empty."),
        required=False,
        max_length=300,
    )
    with_branches = forms.BooleanField(label=_("Also the branches and desks below"), required=False, initial=True)
