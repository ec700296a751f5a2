"""Background entry points: checking big files, forgetting them, keeping up with revocation."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from vikno.signatures.models import FileCheck
from vikno.signatures.operations import file_checks, revocation_data


@task()
def check_file(check_id: int) -> None:
    """Check a file that a visitor brought."""
    check = FileCheck.objects.select_related("file", "beside").filter(pk=check_id).first()
    if check is not None:
        file_checks.run_file_check(check=check, at=timezone.now(), responders=ocsp_client())


@task()
def forget_checks() -> None:
    """Erase what was brought more than an hour ago."""
    file_checks.delete_expired_file_checks(at=timezone.now())


@task()
def update_revocation() -> None:
    """Ask the issuers that we trust what they revoked, where the operator allows it, and forget old answers."""
    if settings.SIGNATURES_FETCH_REVOCATION:
        list(revocation_data.fetch_crls(fetcher=revocation_data.HttpRevocationClient(), at=timezone.now()))
    revocation_data.delete_expired_ocsp_responses(at=timezone.now())


def ocsp_client() -> revocation_data.HttpRevocationClient | None:
    """Return who asks about certificates in the background; None where the operator does not allow it."""
    return revocation_data.HttpRevocationClient() if settings.SIGNATURES_FETCH_REVOCATION else None
