"""Background tasks: checks of big files, their deletion, and updates of revocation data."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from vikno.signatures.models import FileCheck
from vikno.signatures.operations import file_checks, revocation_data


@task()
def check_file(check_id: int) -> None:
    """Check a file that a visitor uploaded."""
    check = FileCheck.objects.select_related("file", "beside").filter(pk=check_id).first()
    if check is not None:
        file_checks.run_file_check(check=check, at=timezone.now(), ocsp_client=ocsp_client())


@task()
def forget_checks() -> None:
    """Erase file checks that are older than an hour."""
    file_checks.delete_expired_file_checks(at=timezone.now())


@task()
def update_revocation() -> None:
    """Fetch the CRLs of trusted issuers, where the operator allows it, and erase old OCSP responses."""
    if settings.SIGNATURES_FETCH_REVOCATION:
        list(revocation_data.fetch_crls(fetcher=revocation_data.HttpRevocationClient(), at=timezone.now()))
    revocation_data.delete_expired_ocsp_responses(at=timezone.now())


def ocsp_client() -> revocation_data.HttpRevocationClient | None:
    """Return the OCSP client for background tasks, or None where the operator does not allow requests."""
    return revocation_data.HttpRevocationClient() if settings.SIGNATURES_FETCH_REVOCATION else None
