"""The audit: append-only entries on who saw and changed what, each chained to the previous one by its digest."""

import hashlib
import json
from typing import Any, NoReturn

from django.db import models


class AuditNotErasable(Exception):
    """The audit is append-only: entries are never changed or deleted."""


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **changes: Any) -> NoReturn:
        raise AuditNotErasable

    def delete(self) -> NoReturn:
        raise AuditNotErasable

    def about(self, subject: str) -> "AuditEntryQuerySet":
        """Keep the entries on one subject, oldest first."""
        return self.filter(subject=subject).order_by("pk")


class AuditEntry(models.Model):
    """One fact: an actor did an action to a subject at a time.

    `actor` and `subject` are stable references such as `person:UID` and `application:UID`, never names.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        db_table = "audit_entry"
        indexes = [models.Index(fields=["subject", "id"], name="entry_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.subject}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditNotErasable

    def computed_digest(self) -> str:
        """Return the SHA-256 of the entry together with the digest of the previous one."""
        fact = [self.previous, self.at.isoformat(), self.actor, self.action, self.subject, self.detail]
        return hashlib.sha256(json.dumps(fact, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class AuditChainHead(models.Model):
    """The single row at the end of the chain: locked to add an entry, and proof that no last entries were removed."""

    digest = models.CharField(max_length=64)
    count = models.PositiveBigIntegerField()

    class Meta:
        db_table = "audit_head"

    def __str__(self) -> str:
        return f"{self.count} entries"
