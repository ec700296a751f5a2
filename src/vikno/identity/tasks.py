"""Background entry points of identification."""

from django.utils import timezone
from django_tasks import task

from vikno.identity import operations


@task()
def forget_attempts() -> None:
    """Erase tries that nobody can finish any more."""
    operations.delete_expired_attempts(at=timezone.now())
