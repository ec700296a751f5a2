"""Background entry points of enquiries: what time itself brings about."""

from django.utils import timezone
from django_tasks import task

from vikno.enquiries import operations


@task()
def erase_old() -> None:
    """Erase the words and contacts of enquiries that ended long ago."""
    operations.erase_old(at=timezone.now())
