"""Programs of partner systems with their scopes, and the responses stored for their repeated requests."""

from django.db import models

from vikno.integration.models import Connection
from vikno.kernel.fields import EncryptedBytesField


class Partner(models.Model):
    """A program that speaks for a connection: an OAuth client and its scopes."""

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="partner")
    client = models.OneToOneField("oauth2_provider.Application", on_delete=models.PROTECT, related_name="partner")
    scopes = models.JSONField(default=list)
    is_enabled = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"partner {self.connection}"


class IdempotentResponse(models.Model):
    """The response to a request with an `Idempotency-Key`. Without a status the request is still being handled.

    `fingerprint` is the SHA-256 of method, path and body: the key belongs to this request alone.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    claimed_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict)
    body = EncryptedBytesField(default=b"")

    class Meta:
        db_table = "api_keptanswer"
        constraints = [models.UniqueConstraint(name="kept_answer_once", fields=["partner", "key"])]
        indexes = [models.Index(fields=["claimed_at"], name="kept_answer_by_age")]

    def __str__(self) -> str:
        return f"answer to {self.key}"
