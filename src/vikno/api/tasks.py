"""What the clock calls."""

from django.utils import timezone
from django_tasks import task

from vikno.api import operations


@task()
def forget_old() -> None:
    """Forget kept answers and tokens that have run out."""
    operations.delete_expired(at=timezone.now())
