"""Background tasks of the exchange with partner systems."""

from django.utils import timezone
from django_tasks import task

from vikno.integration import operations
from vikno.integration.models import Connection, StatusMapping


@task()
def forget_parcels() -> None:
    """Erase uploads that nobody finished."""
    operations.delete_expired_uploads(at=timezone.now())


@task()
def raise_alerts() -> None:
    """Alert the centres to what a partner system leaves unanswered."""
    operations.raise_overdue_alerts(at=timezone.now())


@task()
def reconcile() -> None:
    """Compare the open cases with what partner systems hold, and mend what differs."""
    operations.reconcile(at=timezone.now())


@task()
def check(connection: int) -> None:
    """Find out whether a partner system can be spoken to."""
    operations.check_connection(
        connection=Connection.objects.select_related("centre").get(pk=connection), at=timezone.now()
    )


@task()
def bring_on(mapping: int) -> None:
    """Bring on the cases that stood at a word which the status map did not know."""
    row = StatusMapping.objects.select_related("connection__post__person").filter(pk=mapping).first()
    if row is not None:
        operations.reapply_status_mapping(mapping=row, at=timezone.now())
