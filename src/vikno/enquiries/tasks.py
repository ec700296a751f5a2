"""Tasks of enquiries that the clock enqueues."""

from django.utils import timezone
from django_tasks import task

from vikno.enquiries import operations


@task()
def erase_old() -> None:
    """Erase the words and contacts of enquiries that ended long ago."""
    operations.erase_old(at=timezone.now())
