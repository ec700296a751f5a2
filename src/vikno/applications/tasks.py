"""Background entry points of applications: what time itself brings about."""

from django.utils import timezone
from django_tasks import task

from vikno.applications import operations
from vikno.applications.models import ApplicationSignature
from vikno.signatures.tasks import ocsp_client


@task()
def remind_of_drafts() -> None:
    """Tell the owners of drafts left lying that nothing was sent yet."""
    operations.remind_of_drafts(at=timezone.now())


@task()
def discard_expired() -> None:
    """Erase the drafts that nobody has touched for as long as drafts are kept."""
    operations.discard_expired(at=timezone.now())


@task()
def ask_about_signature(signature_id: int) -> None:
    """Ask whether the certificates of a signature that was taken were revoked, where the operator allows it."""
    signature = ApplicationSignature.objects.select_related("container").filter(pk=signature_id).first()
    if signature is not None and (asked := ocsp_client()):
        operations.recheck_signature(signature=signature, responders=asked, at=timezone.now())


@task()
def seal_results() -> None:
    """Put the centre’s seal into what was issued and waits for it."""
    operations.seal_waiting_results(at=timezone.now())
