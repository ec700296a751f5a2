"""Counting what readers say of a page."""

from datetime import date

from django.db import transaction
from django.db.models import F

from vikno.enquiries.models import PageVerdict, PageVerdictKind


@transaction.atomic
def count_verdict(*, path: str, language: str, verdict: PageVerdictKind, on: date) -> None:
    """Add one to what was said of a page on this day. Only the count is kept: no address, no time, nobody."""
    row, _made = PageVerdict.objects.get_or_create(path=path, language=language, on=on, verdict=verdict)
    PageVerdict.objects.filter(pk=row.pk).update(times=F("times") + 1)
