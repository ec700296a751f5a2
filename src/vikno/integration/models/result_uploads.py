"""Uploads of result files by the agency API, in chunks."""

import uuid

from django.db import models

from vikno.applications.models import Application
from vikno.files.models import StoredFile
from vikno.integration.models.connections import Connection
from vikno.kernel.fields import EncryptedBytesField, EncryptedTextField


class ResultUpload(models.Model):
    """A result file that a system sends in chunks; once it is whole and has the promised digest, it is stored as `file`."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="parcels")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    name = EncryptedTextField()
    title = EncryptedTextField(blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    file = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="parcel")

    class Meta:
        db_table = "integration_parcel"
        indexes = [models.Index(fields=["opened_at"], name="parcel_by_age")]

    def __str__(self) -> str:
        return f"parcel {self.uid}"


class ResultUploadChunk(models.Model):
    """The bytes of an upload from `start` on, encrypted."""

    parcel = models.ForeignKey(ResultUpload, on_delete=models.CASCADE, related_name="pieces")
    start = models.PositiveIntegerField()
    content = EncryptedBytesField()

    class Meta:
        db_table = "integration_piece"
        constraints = [models.UniqueConstraint(name="piece_once", fields=["parcel", "start"])]

    def __str__(self) -> str:
        return f"{self.parcel} from {self.start}"
