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
    # Only the code is fetched and unsealed until it agrees.
    pk, expected = Application.objects.sent().filter(number=known).values_list("pk", "access_code").first() or (0, None)
    if not is_access_code(code, expected):
        return None
    return Application.objects.sent().select_related("service", "centre", "deadline").get(pk=pk)


def most_requested_services(*, since: datetime.datetime, most: int) -> list[int]:
    """Return the keys of the services that people applied for most often, the first one most."""
    counted = Application.objects.sent().filter(submitted_at__gte=since).values("service")
    return [row["service"] for row in counted.annotate(times=Count("pk")).order_by("-times", "service")[:most]]


def result_by_code(code: str) -> Result | None:
    """Return the result whose sheet carries this code; people may type it in fours and in small letters."""
    typed = "".join(code.split()).upper()
    found = Result.objects.filter(check_code=typed, file__isnull=False)
    return found.select_related("file", "application__centre").first()


def applications_changed_between(
    start: datetime.datetime, end: datetime.datetime, *, after: int = 0, most: int
) -> list[Application]:
    """Return the applications that moved from `start` on and before `end`: with the first key after `after`, in order."""
    moved = (
        StatusChange.objects.filter(at__gte=start, at__lt=end)
        .exclude(after=ApplicationStatus.DRAFT)
        .values("application")
    )
    rows = Application.objects.sent().filter(pk__in=moved, pk__gt=after)
    rows = rows.select_related("service__authority", "decision").prefetch_related("results")
    return list(rows.order_by("pk")[:most])
