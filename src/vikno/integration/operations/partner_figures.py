"""Figures that a system reports of its work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from vikno.integration.models import Connection, PartnerFigure


@dataclass(frozen=True, kw_only=True)
class ReportedFigure:
    """A figure as a system reports it: of one service by its code, or of all services."""

    code: str
    value: Decimal
    service: str = ""


@transaction.atomic
def record_partner_figures(
    *, connection: Connection, since: date, until: date, figures: Iterable[ReportedFigure], at: datetime
) -> int:
    """Save the figures of a period, also over earlier values; return their number."""
    count = 0
    for figure in figures:
        PartnerFigure.objects.update_or_create(
            connection=connection,
            code=figure.code,
            service=figure.service,
            since=since,
            until=until,
            defaults={"value": figure.value, "told_at": at},
        )
        count += 1
    return count
