"""Files to sign, and the signatures on them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.applications.models.application import Application
from vikno.applications.models.submissions import Submission
from vikno.files.models import StoredFile
from vikno.kernel.fields import EncryptedJSONField, EncryptedTextField
from vikno.signatures.report import VerificationReport


class SigningRequest(models.Model):
    """The files that an applicant is asked to sign, as bytes that do not change: a readable PDF and the answers as JSON.

    `sha256` is the digest of the JSON, which holds no time: the same answers and files give the same digest. `file` holds both
    with their manifest, as an ASiC-E container without a signature.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="to_sign")
    sha256 = models.CharField(max_length=64)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="to_sign")
    prepared_at = models.DateTimeField()
    # The request to Diia: the digest by which its answer is recognised, the link that opens it, the time.
    request_digest = models.CharField(max_length=32, blank=True)
    link = EncryptedTextField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    # The submission that the signatures went with.
    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="to_sign"
    )

    class Meta:
        db_table = "applications_tosign"
        constraints = [
            models.UniqueConstraint(name="to_sign_once", fields=["application", "sha256"]),
            models.UniqueConstraint(
                name="to_sign_one_per_request", fields=["request_digest"], condition=~Q(request_digest="")
            ),
        ]

    def __str__(self) -> str:
        return f"to sign {self.sha256[:8]}"


class ApplicationSignature(models.Model):
    """An electronic signature on a signing request: the container, and the verification report of that time."""

    class SigningMethod(models.TextChoices):
        UPLOAD = "upload", _("signed in another program")
        DIIA = "diia", _("Diia.Signature")

    of = models.ForeignKey(SigningRequest, on_delete=models.CASCADE, related_name="signatures")
    container = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="signature")
    way = models.CharField(max_length=6, choices=SigningMethod)
    signer = EncryptedTextField()
    # The report of `vikno.signatures` as plain values.
    report = EncryptedJSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "applications_signature"
        constraints = [models.CheckConstraint(name="signature_way_known", condition=Q(way__in=["upload", "diia"]))]

    def __str__(self) -> str:
        return f"signature {self.pk}"

    @property
    def verification_report(self) -> VerificationReport:
        """The verification report of the time when the signature was accepted."""
        return VerificationReport.from_dict(self.report)
