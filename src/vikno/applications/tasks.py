"""Background tasks of applications."""

from django.utils import timezone
from django_tasks import task

from vikno.applications import operations
from vikno.applications.models import ApplicationSignature
from vikno.signatures.tasks import ocsp_client


@task()
def remind_of_drafts() -> None:
    """Remind the owners of old drafts that nothing was sent yet."""
    operations.remind_of_drafts(at=timezone.now())


@task()
def discard_expired() -> None:
    """Erase the drafts that nobody has changed for as long as drafts are kept."""
    operations.discard_expired(at=timezone.now())


@task()
def ask_about_signature(signature_id: int) -> None:
    """Ask by OCSP whether the certificates of an accepted signature were revoked, where the operator allows it."""
    signature = ApplicationSignature.objects.select_related("container").filter(pk=signature_id).first()
    if signature is not None and (responders := ocsp_client()):
        operations.recheck_signature(signature=signature, responders=responders, at=timezone.now())


@task()
def seal_results() -> None:
    """Seal the results that wait for the seal of the centre."""
    operations.seal_waiting_results(at=timezone.now())
