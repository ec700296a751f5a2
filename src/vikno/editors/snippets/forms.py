"""Forms of the editors' area, where Wagtail's own are not enough."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from vikno.centres.working_days import DayUnit
from vikno.content.templatetags.content import EVENT_ICONS
from vikno.kernel.text import query_words, sort_key


class EditorModelForm(WagtailAdminModelForm):
    """A form whose lists of rows stand in alphabetical order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field) is forms.ModelChoiceField and not isinstance(field.widget, forms.HiddenInput):
                # The empty choice stays on top.
                rows = sorted(field.iterator(field), key=lambda choice: (choice[0] != "", sort_key(str(choice[1]))))
                field.choices = rows


class ServiceCardForm(EditorModelForm):
    """A card: an original belongs to a service; a translation keeps to its original, and is not given to another one."""

    term_unit = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        choices=[(DayUnit.CALENDAR, gettext_lazy("calendar days")), (DayUnit.WORKING, gettext_lazy("working days"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "service" in self.fields:
            if self.instance.pk and self.instance.service_id is None:
                del self.fields["service"]
            else:
                self.fields["service"].required = True


# The languages that a short name may be in beside its own.
OTHER_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


class TranslatedNameForm(EditorModelForm):
    """A form of what has a short name, with a line for the name in each other language. `names` is where these are kept."""

    names = "names"
    named_cs = forms.CharField(label=gettext_lazy("In Czech"), required=False, max_length=300)
    named_en = forms.CharField(label=gettext_lazy("In English"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in OTHER_LANGUAGES:
            self.initial[f"named_{code}"] = getattr(self.instance, self.names).get(code, "")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        typed = {code: cleaned.get(f"named_{code}", "") for code in OTHER_LANGUAGES}
        setattr(self.instance, self.names, {code: name for code, name in typed.items() if name})
        return cleaned


class SynonymsForm(WagtailAdminModelForm):
    def clean_phrases(self) -> str:
        """Keep each phrase once, on a line of its own."""
        lines = dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["phrases"].splitlines())
        phrases = [line for line in lines if query_words(line)]
        if len(phrases) < 2:
            raise forms.ValidationError(gettext_lazy("Write at least two lines: words, and what they mean."))
        return "\n".join(phrases)


class LifeEventForm(TranslatedNameForm):
    icon = forms.ChoiceField(
        label=gettext_lazy("Drawing"), required=False, choices=[("", "—"), *((name, name) for name in EVENT_ICONS)]
    )
