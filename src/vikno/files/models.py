"""Files handed in by residents and officers: their metadata; the content lies encrypted in storage."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class VirusScanStatus(models.TextChoices):
    """The result of the virus scan."""

    NOT_SCANNED = "not_scanned", _("Not scanned for viruses")
    CLEAN = "clean", _("No viruses found")


class StoredFile(models.Model):
    """A stored file. Its name on disk is generated; the original name is only displayed and offered on download."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=80, unique=True)
    scan = models.CharField(max_length=12, choices=VirusScanStatus, default=VirusScanStatus.NOT_SCANNED)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="stored_file_is_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(name="stored_file_scan_known", condition=Q(scan__in=VirusScanStatus.values)),
        ]

    def __str__(self) -> str:
        return f"file {self.uid}"
