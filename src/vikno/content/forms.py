"""What visitors type: what they look for, and the number and code of an application."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from vikno.centres.accessibility import AccessibilityFeature, FeatureAvailability
from vikno.centres.models import Centre, CentreKind
from vikno.centres.queries import receptions
from vikno.kernel.text import fold_text, query_words


class CentreFilter(forms.Form):
    """Narrows the list of centres. What cannot be understood does not narrow: the address may be an old one."""

    q = forms.CharField(
        label=_("Settlement, street or name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), *CentreKind.choices])
    feature = forms.ChoiceField(
        label=_("What must be there"), required=False, choices=[("", _("Anything")), *AccessibilityFeature.choices]
    )
    open = forms.BooleanField(label=_("Open now"), required=False)

    @cached_property
    def criteria(self) -> dict[str, Any]:
        """Return what was chosen and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.criteria)

    @property
    def query(self) -> str:
        """Return what the links to other pages of the list carry on."""
        return "".join(
            f"{urlencode({name: 'on' if value is True else value})}&" for name, value in self.criteria.items()
        )

    def matching_centres(self, centres: Iterable[Centre], *, at: datetime) -> list[Centre]:
        found = [centre for centre in centres if self._fits(centre)]
        if "open" in self.criteria:
            found = [reception.centre for reception in receptions(found, at=at) if reception.opening_status.is_open]
        return found

    def _fits(self, centre: Centre) -> bool:
        text = fold_text(f"{centre.name} {centre.address} {centre.community}")
        return (
            all(word in text for word in query_words(self.criteria.get("q", "")))
            and self.criteria.get("kind", centre.kind) == centre.kind
            and (
                "feature" not in self.criteria
                or centre.accessibility_facts.get(self.criteria["feature"]) == FeatureAvailability.YES
            )
        )


class ApplicationStatusForm(forms.Form):
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


class EnquiryStatusForm(ApplicationStatusForm):
    """The number and the access code of an enquiry, as they were shown after sending."""

    number = forms.CharField(
        label=_("Number of the enquiry"),
        help_text=_("For example, E-2026-00481-2"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
