"""Background tasks of identification."""

from django.utils import timezone
from django_tasks import task

from vikno.identity import operations


@task()
def forget_attempts() -> None:
    """Delete expired identification attempts."""
    operations.delete_expired_attempts(at=timezone.now())
