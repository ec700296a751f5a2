"""Counting the verdicts of readers on a page."""

from datetime import date

from django.db import transaction
from django.db.models import F

from vikno.enquiries.models import PageVerdict, PageVerdictKind


@transaction.atomic
def count_verdict(*, path: str, language: str, verdict: PageVerdictKind, on: date) -> None:
    """Add one to the count of a verdict on a page on this day. Nothing else is stored: no network address, no time, no person."""
    row, _made = PageVerdict.objects.get_or_create(path=path, language=language, on=on, verdict=verdict)
    PageVerdict.objects.filter(pk=row.pk).update(times=F("times") + 1)
