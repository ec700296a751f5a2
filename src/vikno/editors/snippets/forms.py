"""Form classes of the editors' area."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from vikno.centres.working_days import DayUnit
from vikno.content.templatetags.content import EVENT_ICONS
from vikno.kernel.text import query_words, sort_key


class EditorModelForm(WagtailAdminModelForm):
    """A form whose select lists are in alphabetical order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field) is forms.ModelChoiceField and not isinstance(field.widget, forms.HiddenInput):
                # The empty choice stays first.
                rows = sorted(field.iterator(field), key=lambda choice: (choice[0] != "", sort_key(str(choice[1]))))
                field.choices = rows


class ServiceCardForm(EditorModelForm):
    """The form of a card. An original belongs to a service; a translation keeps its original."""

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


# Languages of the translations of a short name.
OTHER_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


class TranslatedNameForm(EditorModelForm):
    """A form of a row with a short name and its translations, which are stored in `names`."""

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
        """Return the phrases, each once, one a line."""
        lines = dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["phrases"].splitlines())
        phrases = [line for line in lines if query_words(line)]
        if len(phrases) < 2:
            raise forms.ValidationError(gettext_lazy("Write at least two lines: words, and what they mean."))
        return "\n".join(phrases)


class LifeEventForm(TranslatedNameForm):
    icon = forms.ChoiceField(
        label=gettext_lazy("Drawing"), required=False, choices=[("", "—"), *((name, name) for name in EVENT_ICONS)]
    )
