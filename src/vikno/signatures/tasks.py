"""Background entry points: checking big files, forgetting them, keeping up with revocation."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from vikno.signatures.models import FileCheck
from vikno.signatures.operations import checking, revoking


@task()
def check_file(check_id: int) -> None:
    """Check a file that a visitor brought."""
    check = FileCheck.objects.select_related("file", "beside").filter(pk=check_id).first()
    if check is not None:
        checking.carry_out(check=check, at=timezone.now(), responders=responders())


@task()
def forget_checks() -> None:
    """Erase what was brought more than an hour ago."""
    checking.forget(at=timezone.now())


@task()
def update_revocation() -> None:
    """Ask the issuers that we trust what they revoked, where the operator allows it, and forget old answers."""
    if settings.SIGNATURES_FETCH_REVOCATION:
        list(revoking.fetch_all(fetcher=revoking.Web(), at=timezone.now()))
    revoking.forget_asked(at=timezone.now())


def responders() -> revoking.Web | None:
    """Return who asks about certificates in the background; None where the operator does not allow it."""
    return revoking.Web() if settings.SIGNATURES_FETCH_REVOCATION else None
