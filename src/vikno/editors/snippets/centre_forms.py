"""Forms of centres: weeks with a line for each day, accessibility facts, stops, alerts."""

import datetime
import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations, product
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet

from vikno.centres import operations as centres
from vikno.centres.accessibility import AccessibilityFeature, FeatureAvailability, accessibility_facts_from
from vikno.centres.hours import OpeningSpan, format_spans, parse_spans
from vikno.centres.hours_parser import WeekdayOpening
from vikno.centres.models import HoursKind, HoursPeriod, OpeningHours
from vikno.editors.snippets.forms import EditorModelForm
from vikno.kernel import dates

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


def week_fields(name: str) -> dict[str, forms.Field]:
    """Return a field for each day of a week: `hours_0` … `hours_6`."""
    return {
        f"{name}_{weekday}": forms.CharField(label=label, required=False, max_length=60)
        for weekday, label in enumerate(WEEKDAYS)
    }


class WeeklyHoursForm(EditorModelForm):
    """A form with weeks, a line for each day: «9:00–13:00, 14:00–18:00»."""

    WEEKS: Mapping[str, HoursKind] = {"hours": HoursKind.RECEPTION}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        names = {kind: name for name, kind in self.WEEKS.items()}
        spans: dict[str, list[OpeningSpan]] = defaultdict(list)
        for row in self.opening_hours().filter(kind__in=names).order_by("weekday", "opens_at"):
            spans[f"{names[row.kind]}_{row.weekday}"].append(row.span)
        self.initial |= {field: format_spans(day_spans) for field, day_spans in spans.items()}

    def opening_hours(self) -> Any:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.weeks: dict[HoursKind, list[WeekdayOpening]] = {kind: [] for kind in self.WEEKS.values()}
        for (name, kind), weekday in product(self.WEEKS.items(), range(7)):
            field = f"{name}_{weekday}"
            try:
                self.weeks[kind] += [WeekdayOpening(weekday, *span) for span in parse_spans(cleaned.get(field) or "")]
            except ValueError:
                self.add_error(field, _("Write the hours as 9:00–13:00, 14:00–18:00. Leave empty for a day off."))
        return cleaned

    def changed_weeks(self) -> dict[HoursKind, list[WeekdayOpening]]:
        """Return the changed weeks."""
        changed = {name.rpartition("_")[0] for name in self.changed_data}
        return {kind: self.weeks[kind] for name, kind in self.WEEKS.items() if name in changed}


class HoursPeriodForm(WeeklyHoursForm):
    def opening_hours(self) -> Any:
        return OpeningHours.objects.filter(period=self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The period must not end before it begins."))
        return cleaned


HoursPeriodForm.declared_fields |= week_fields("hours")


class HoursPeriodFormSet(BaseChildFormSet):
    """Periods of one centre: of two that cover a day, it must be said which one counts."""

    def clean(self) -> None:
        super().clean()
        periods = [form.instance for form in self.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
        for period, other in combinations([period for period in periods if period.starts_on], 2):
            if period.priority == other.priority and period.overlaps(other):
                raise ValidationError(
                    _(
                        "%(one)s and %(other)s overlap. Change the dates, or give a higher priority to the one that counts."
                    )
                    % {"one": _title_with_dates(period), "other": _title_with_dates(other)}
                )


def _title_with_dates(period: HoursPeriod) -> str:
    end = dates.format_date(period.ends_on) if period.ends_on else _("until further notice")
    return f"«{period.title}» ({dates.format_date(period.starts_on)} – {end})"


class CentreForm(WeeklyHoursForm):
    WEEKS = {"hours": HoursKind.RECEPTION, "office": HoursKind.OFFICE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts = accessibility_facts_from(self.instance.accessibility_facts)
        self.initial |= {accessibility_field_name(fact.feature): fact.has.value for fact in facts}

    def opening_hours(self) -> Any:
        return OpeningHours.objects.filter(centre=self.instance, period=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        facts = {feature.value: cleaned.get(accessibility_field_name(feature)) for feature in AccessibilityFeature}
        self.instance.accessibility_facts = {feature: has for feature, has in facts.items() if has}
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save the centre and its rows, then the weeks, which belong to saved periods."""
        centre = super().save(commit=commit)
        common = {"centre": centre, "actor": self.for_user.ref, "at": timezone.now()}
        for kind, openings in self.changed_weeks().items():
            centres.set_hours(hours=openings, kind=kind, **common)
        for form in self.formsets["periods"].forms:
            if form.instance.pk and not form.cleaned_data.get("DELETE"):
                for openings in form.changed_weeks().values():
                    centres.set_hours(hours=openings, period=form.instance, **common)
        return centre


def accessibility_field_name(feature: AccessibilityFeature) -> str:
    return f"fact_{feature.value}"


CentreForm.declared_fields |= week_fields("hours") | week_fields("office")
CentreForm.declared_fields |= {
    accessibility_field_name(feature): forms.ChoiceField(
        label=feature.label, choices=FeatureAvailability.choices, required=False
    )
    for feature in AccessibilityFeature
}


class RouteStopForm(EditorModelForm):
    """A stop of a mobile centre: weekly on a weekday, or on a list of dates."""

    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Every week on"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "—"), *enumerate(WEEKDAYS)],
    )
    dates = forms.CharField(label=gettext_lazy("Or on these dates"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["dates"] = ", ".join(f"{on:%d.%m.%Y}" for on in self.instance.on_dates)

    def clean_dates(self) -> str:
        days = set()
        for text in filter(None, re.split(r"[\s,;]+", self.cleaned_data["dates"])):
            match = _DATE.fullmatch(text)
            try:
                if match is None:
                    raise ValueError(text)
                day, month, year = map(int, match.groups())
                days.add(datetime.date(year, month, day).isoformat())
            except ValueError:
                message = _("“%(text)s” is no date. Write dates as 05.03.2026, 19.03.2026.")
                raise ValidationError(message % {"text": text}) from None
        return " ".join(sorted(days))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "dates" in cleaned and (cleaned.get("weekday") is None) != bool(cleaned["dates"]):
            self.add_error("weekday", _("Choose a weekday, or write dates: one of the two."))
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("The stop must end after it begins."))
        return cleaned


class CalendarExceptionForm(EditorModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("own_hours") and not cleaned.get("is_working"):
            self.add_error("own_hours", _("Hours are for a working day: mark it as one, or leave the hours empty."))
        return cleaned


class AlertForm(EditorModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The alert must end after it begins."))
        return cleaned


class TranslationsFormSet(BaseChildFormSet):
    """The translations of a centre, one for each language."""

    def get_unique_error_message(self, unique_check: Any) -> str:
        return _("Each language once, please: two rows are in the same one.")
