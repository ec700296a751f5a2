"""Forms of the editors' area, where Wagtail's own are not enough."""

import datetime
import re
from itertools import pairwise
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from vikno.centres import operations as centres
from vikno.centres.hours_text import Opening
from vikno.centres.working_days import Unit
from vikno.content.templatetags.content import EVENT_ICONS
from vikno.kernel.text import sort_key

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
_SPAN = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})")


class EditorForm(WagtailAdminModelForm):
    """A form whose lists of rows stand in alphabetical order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field) is forms.ModelChoiceField and not isinstance(field.widget, forms.HiddenInput):
                # The empty choice stays on top.
                rows = sorted(field.iterator(field), key=lambda choice: (choice[0] != "", sort_key(str(choice[1]))))
                field.choices = rows


class CardForm(EditorForm):
    """A card: an original belongs to a service; a translation keeps to its original, and is not given to another one."""

    term_unit = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        choices=[(Unit.CALENDAR, gettext_lazy("calendar days")), (Unit.WORKING, gettext_lazy("working days"))],
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


class NamedForm(EditorForm):
    """A form of what has a short name, with a line for the name in each other language."""

    named_cs = forms.CharField(label=gettext_lazy("In Czech"), required=False, max_length=300)
    named_en = forms.CharField(label=gettext_lazy("In English"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in OTHER_LANGUAGES:
            self.initial[f"named_{code}"] = self.instance.names.get(code, "")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        typed = {code: cleaned.get(f"named_{code}", "") for code in OTHER_LANGUAGES}
        self.instance.names = {code: name for code, name in typed.items() if name}
        return cleaned


class LifeEventForm(NamedForm):
    icon = forms.ChoiceField(
        label=gettext_lazy("Drawing"), required=False, choices=[("", "—"), *((name, name) for name in EVENT_ICONS)]
    )


def _hours_field(weekday: int) -> forms.CharField:
    return forms.CharField(label=WEEKDAYS[weekday], required=False, max_length=60)


class CentreForm(EditorForm):
    """A centre with its week, a line for each day: «9:00–13:00, 14:00–18:00»."""

    hours_0 = _hours_field(0)
    hours_1 = _hours_field(1)
    hours_2 = _hours_field(2)
    hours_3 = _hours_field(3)
    hours_4 = _hours_field(4)
    hours_5 = _hours_field(5)
    hours_6 = _hours_field(6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for weekday in range(7):
                rows = self.instance.hours.filter(weekday=weekday).order_by("opens_at")
                self.initial[f"hours_{weekday}"] = ", ".join(
                    f"{row.opens_at:%-H:%M}–{row.closes_at:%-H:%M}" for row in rows
                )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.openings: list[Opening] = []
        for weekday in range(7):
            name = f"hours_{weekday}"
            try:
                self.openings += read_day(weekday, cleaned.get(name, ""))
            except ValueError:
                self.add_error(name, _("Write the hours as 9:00–13:00, 14:00–18:00. Leave empty for a day off."))
        return cleaned

    def _save_m2m(self) -> None:
        """Set the hours once the centre itself is saved."""
        super()._save_m2m()
        if any(name.startswith("hours_") for name in self.changed_data):
            centres.set_hours(centre=self.instance, hours=self.openings, actor=self.for_user.ref, at=timezone.now())


def read_day(weekday: int, text: str) -> list[Opening]:
    """Return the hours of one day as they were written. Raises `ValueError`."""
    spans = [_SPAN.fullmatch(part.strip()) for part in text.split(",") if part.strip()]
    openings = []
    for span in spans:
        if span is None:
            raise ValueError(text)
        opens, opens_minute, closes, closes_minute = map(int, span.groups())
        openings.append(Opening(weekday, datetime.time(opens, opens_minute), datetime.time(closes, closes_minute)))
    openings.sort()
    in_order = all(one.opens_at < one.closes_at for one in openings)
    if not in_order or any(before.closes_at > after.opens_at for before, after in pairwise(openings)):
        raise ValueError(text)
    return openings
