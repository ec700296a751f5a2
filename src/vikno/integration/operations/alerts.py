"""Alerts to a centre about its connections."""

from datetime import datetime, timedelta

from django.db import transaction

from vikno.applications.models import Application
from vikno.audit.operations import record as record_audit
from vikno.integration.events import AlertRaised
from vikno.integration.models import Connection, ConnectionAlert
from vikno.integration.queries import unacknowledged_cases
from vikno.outbox.operations import record_event

# When many alerts come at once, one letter an hour goes out: the page that it links to lists the others.
ALERT_INTERVAL = timedelta(hours=1)


@transaction.atomic
def raise_alert(
    connection: Connection, kind: ConnectionAlert.ConnectionAlertKind, subject: str, *, detail: str = "", at: datetime
) -> ConnectionAlert:
    """Raise an alert, unless the same one is open; the heads of the centre get a letter, unless there was one lately."""
    alert, is_new = ConnectionAlert.objects.get_or_create(
        connection=connection,
        kind=kind,
        subject=subject[:200],
        cleared_at=None,
        defaults={"detail": detail[:300], "raised_at": at},
    )
    if not is_new:
        return alert
    centre = alert.connection.centre
    if centre is None:
        # All centres share the connection: the alert goes to the centre of the case.
        case = Application.objects.filter(number=alert.subject).select_related("centre").first()
        centre = case.centre if case else None
    lately = ConnectionAlert.objects.filter(
        connection=alert.connection, kind=alert.kind, told_at__gt=at - ALERT_INTERVAL
    )
    if centre is None or lately.exists():
        return alert
    # The event holds names of systems and numbers, nothing of people.
    event = AlertRaised(
        centre=centre.code,
        connection=alert.connection.code,
        system=alert.connection.name,
        alert=alert.kind,
        subject=alert.subject,
        alert_id=alert.pk,
    )
    record_event(event, subject_id=f"connection:{alert.connection.uid}", at=at)
    alert.told_at = at
    alert.save(update_fields=["told_at"])
    return alert


def raise_overdue_alerts(*, at: datetime) -> int:
    """Raise an alert for every case that its system has not acknowledged in time; return how many there are."""
    late = unacknowledged_cases(at=at)
    for case in late:
        raise_alert(
            case.connection,
            ConnectionAlert.ConnectionAlertKind.NO_ACKNOWLEDGEMENT,
            case.application.number or "",
            at=at,
        )
    return len(late)


@transaction.atomic
def clear_alert(*, alert: ConnectionAlert, actor: str, at: datetime) -> bool:
    """Clear an alert that a person has seen. Return False where it is cleared already."""
    done = bool(ConnectionAlert.objects.filter(pk=alert.pk, cleared_at=None).update(cleared_at=at))
    if done:
        subject, detail = f"connection:{alert.connection.uid}", {"alert": alert.kind, "key": alert.pk}
        record_audit(actor=actor, action="alert.cleared", subject=subject, at=at, detail=detail)
    return done
