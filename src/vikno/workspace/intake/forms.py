"""Forms of the intake of paper applications, beside the form of the application itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vikno.catalogue.models import Offering, Service
from vikno.centres.models import Centre
from vikno.workspace.access import StaffMember


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
