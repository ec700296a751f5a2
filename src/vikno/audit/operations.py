"""Writing of audit entries and verification of their chain."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from vikno.audit.models import AuditChainHead, AuditEntry

GENESIS = "0" * 64


@transaction.atomic(savepoint=False)
def record(*, actor: str, action: str, subject: str, at: datetime, detail: dict[str, Any] | None = None) -> AuditEntry:
    """Add an entry to the end of the chain. `detail` holds codes and counts, never personal data."""
    heads = AuditChainHead.objects.select_for_update().filter(pk=1)
    head = heads.first()
    if head is None:
        AuditChainHead.objects.get_or_create(pk=1, defaults={"digest": GENESIS, "count": 0})
        head = heads.get()
    entry = AuditEntry(
        at=at.astimezone(UTC), actor=actor, action=action, subject=subject, detail=detail or {}, previous=head.digest
    )
    entry.digest = entry.computed_digest()
    entry.save(force_insert=True)
    head.digest, head.count = entry.digest, head.count + 1
    head.save(update_fields=["digest", "count"])
    return entry


@dataclass(frozen=True, kw_only=True)
class AuditVerification:
    """The result of a check of the whole chain."""

    entries: int
    broken_at: int | None
    reason: str

    @property
    def is_intact(self) -> bool:
        return self.broken_at is None and not self.reason


def verify() -> AuditVerification:
    """Check the chain from its start and return the first break, if any."""
    previous, count = GENESIS, 0
    for entry in AuditEntry.objects.order_by("pk").iterator(chunk_size=2000):
        count += 1
        entry.at = entry.at.astimezone(UTC)
        if entry.previous != previous:
            return AuditVerification(
                entries=count, broken_at=entry.pk, reason="an entry before this one is missing or was moved"
            )
        if entry.computed_digest() != entry.digest:
            return AuditVerification(entries=count, broken_at=entry.pk, reason="this entry was changed")
        previous = entry.digest
    head = AuditChainHead.objects.filter(pk=1).first()
    if (head.digest, head.count) != (previous, count) if head else count:
        return AuditVerification(entries=count, broken_at=None, reason="entries at the end are missing")
    return AuditVerification(entries=count, broken_at=None, reason="")
