"""The filter of the list of templates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vikno.catalogue.models import TemplateKind
from vikno.catalogue.template_queries import TemplateCriteria, services_with_templates


class TemplateFilter(forms.Form):
    """The filter of the list of templates. It ignores unknown values, because links may be old."""

    q = forms.CharField(
        label=_("Name of the paper or of the service"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind of paper"), required=False, choices=[("", _("Any")), *TemplateKind.choices])
    service = forms.ChoiceField(label=_("For which service"), required=False)
    fillable = forms.BooleanField(label=_("We fill in with your data"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", pgettext_lazy("a service", "Any")), *services_with_templates()]  # type: ignore[attr-defined]

    def search_criteria(self) -> TemplateCriteria:
        self.is_valid()
        return TemplateCriteria(
            words=self.cleaned_data.get("q", ""),
            kind=self.cleaned_data.get("kind", ""),
            service=self.cleaned_data.get("service", ""),
            is_fillable=self.cleaned_data.get("fillable", False),
        )
