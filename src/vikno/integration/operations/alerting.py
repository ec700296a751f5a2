"""Telling the centre what a partner system leaves undone."""

from datetime import datetime

from django.db import transaction

from vikno.integration.models import Alert, Connection
from vikno.integration.queries import unheard


def raise_alert(connection: Connection, kind: Alert.Kind, subject: str, *, detail: str = "", at: datetime) -> Alert:
    """Raise an alert, unless the same one is up."""
    known, _ = Alert.objects.get_or_create(
        connection=connection,
        kind=kind,
        subject=subject[:200],
        cleared_at=None,
        defaults={"detail": detail[:300], "raised_at": at},
    )
    return known


def raise_alerts(*, at: datetime) -> int:
    """Alert to every case that its system has not acknowledged in time; return how many there are."""
    late = unheard(at=at)
    for case in late:
        raise_alert(case.connection, Alert.Kind.NO_ACKNOWLEDGEMENT, case.application.number or "", at=at)
    return len(late)


@transaction.atomic
def clear(*, alert: Alert, at: datetime) -> bool:
    """Take an alert down: a person has looked. Return False where it is down already."""
    return bool(Alert.objects.filter(pk=alert.pk, cleared_at=None).update(cleared_at=at))
