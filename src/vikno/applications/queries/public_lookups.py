"""Look-ups for the public site and for partners: by code, by result, by time."""

import datetime

from django.db.models import Count

from vikno.applications.models import Application, ApplicationStatus, Result, StatusChange
from vikno.kernel.references import is_access_code, read_application_number


def application_by_code(number: str, code: str) -> Application | None:
    """Return the application for a number and its access code.

    A wrong number and a wrong code do the same work and give the same answer: nobody learns which numbers exist.
    """
    known = read_application_number(number) or ""
    # Only the code is read and decrypted until it matches.
    pk, expected = Application.objects.sent().filter(number=known).values_list("pk", "access_code").first() or (0, None)
    if not is_access_code(code, expected):
        return None
    return Application.objects.sent().select_related("service", "centre", "deadline").get(pk=pk)


def most_requested_services(*, since: datetime.datetime, most: int) -> list[int]:
    """Return the primary keys of the most requested services, the most requested first."""
    counted = Application.objects.sent().filter(submitted_at__gte=since).values("service")
    return [row["service"] for row in counted.annotate(times=Count("pk")).order_by("-times", "service")[:most]]


def result_by_code(code: str) -> Result | None:
    """Return the result with this check code, or None. The code may be typed in groups of four and in small letters."""
    typed = "".join(code.split()).upper()
    found = Result.objects.filter(check_code=typed, file__isnull=False)
    return found.select_related("file", "application__centre").first()


def applications_changed_between(
    start: datetime.datetime, end: datetime.datetime, *, after: int = 0, most: int
) -> list[Application]:
    """Return applications whose status changed from `start` until `end` (exclusive), by key, beginning after the key `after`."""
    moved = (
        StatusChange.objects.filter(at__gte=start, at__lt=end)
        .exclude(after=ApplicationStatus.DRAFT)
        .values("application")
    )
    rows = Application.objects.sent().filter(pk__in=moved, pk__gt=after)
    rows = rows.select_related("service__authority", "decision").prefetch_related("results")
    return list(rows.order_by("pk")[:most])
