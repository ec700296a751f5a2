"""The filter of the list of centres."""

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
    """The filter of the list of centres. It ignores unknown values, because links may be old."""

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
        """Return the chosen values that are valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.criteria)

    @property
    def query(self) -> str:
        """Return the query that links to other pages of the list repeat."""
        return "".join(
            f"{urlencode({name: 'on' if value is True else value})}&" for name, value in self.criteria.items()
        )

    def matching_centres(self, centres: Iterable[Centre], *, at: datetime) -> list[Centre]:
        matching = [centre for centre in centres if self._matches(centre)]
        if "open" in self.criteria:
            open_now = (reception for reception in receptions(matching, at=at) if reception.opening_status.is_open)
            matching = [reception.centre for reception in open_now]
        return matching

    def _matches(self, centre: Centre) -> bool:
        text = fold_text(f"{centre.name} {centre.address} {centre.community}")
        return (
            all(word in text for word in query_words(self.criteria.get("q", "")))
            and self.criteria.get("kind", centre.kind) == centre.kind
            and (
                "feature" not in self.criteria
                or centre.accessibility_facts.get(self.criteria["feature"]) == FeatureAvailability.YES
            )
        )
