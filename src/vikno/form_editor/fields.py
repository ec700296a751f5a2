"""Form fields of the editor."""

import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.eforms.validation import parse_written_date

TODAY = "today"


def text_field(label: Any, *, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


def textarea_field(label: Any, *, most: int, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class DayField(forms.CharField):
    """A day as people write it, or the word «today», which means the day of the application."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=40, **more)

    def clean(self, value: Any) -> str | None:
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        if typed.casefold() in (TODAY, str(_("today")).casefold()):
            return TODAY
        day = parse_written_date(typed)
        if day is None:
            raise forms.ValidationError(_("Write a date such as 27.03.2026, or the word “today”."))
        return day.isoformat()

    def prepare_value(self, value: Any) -> Any:
        if value == TODAY:
            return str(_("today"))
        try:
            return f"{datetime.date.fromisoformat(str(value)):%d.%m.%Y}"
        except ValueError:
            return value


class FractionField(forms.CharField):
    """A number with a fraction, written with a comma or a point."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=24, **more)

    def clean(self, value: Any) -> str | None:
        typed = "".join(str(super().clean(value)).split()).replace(",", ".")
        if not typed:
            return None
        try:
            number = Decimal(typed)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or "e" in typed.lower():
            raise forms.ValidationError(_("Write a number, for example 12,5."))
        return f"{number:f}"

    def prepare_value(self, value: Any) -> Any:
        return str(value).replace(".", ",") if value is not None else ""


def number_field(label: Any, *, least: int = 0, most: int = 100_000, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, **more)


NO_LIMIT_HELP = gettext_lazy("Leave empty for no limit.")
