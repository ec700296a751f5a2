"""Tasks that the clock enqueues."""

from django.utils import timezone
from django_tasks import task

from vikno.api import operations


@task()
def forget_old() -> None:
    """Delete stored responses and tokens that have expired."""
    operations.delete_expired(at=timezone.now())
