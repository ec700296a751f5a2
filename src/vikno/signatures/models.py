"""Models of trust sources and their history, of revocation data, and of file checks."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.files.models import StoredFile
from vikno.kernel.fields import EncryptedJSONField


class TrustSourceProof(models.TextChoices):
    """The proof that a source is authentic."""

    SIGNATURE = "signature", _("its signature")
    HASH = "hash", _("its digest only")
    PINNED = "pinned", _("named by the operator")
    NONE = "none", _("nothing")


class TrustSource(models.Model):
    """A named source of certificates: a trust list, a bundle or a file. Each import replaces the one before."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        db_table = "signatures_source"

    def __str__(self) -> str:
        return self.name


class TrustSourceImport(models.Model):
    """One import of a source: the digest of the file, and the proof that it is authentic."""

    source = models.ForeignKey(TrustSource, on_delete=models.PROTECT, related_name="readings")
    sha256 = models.CharField(max_length=64)
    proof = models.CharField(max_length=10, choices=TrustSourceProof)
    sequence = models.CharField(max_length=40, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    next_update = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "signatures_reading"
        constraints = [
            models.CheckConstraint(name="reading_proof_known", condition=Q(proof__in=TrustSourceProof.values))
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.sha256[:8]}"


class KnownCertificate(models.Model):
    """A certificate of an issuer or a service. Its bytes never change."""

    fingerprint = models.CharField(max_length=64, unique=True)
    der = models.BinaryField()
    subject = models.CharField(max_length=300)
    not_after = models.DateTimeField()

    def __str__(self) -> str:
        return self.subject


class TrustListingQuerySet(models.QuerySet["TrustListing"]):
    def current(self) -> "TrustListingQuerySet":
        return self.filter(until=None)


class TrustListing(models.Model):
    """A certificate in a source, since one import and until another, in which it was missing or different.

    `is_anchor`: the certificate is a trust anchor. `is_qualified`: it issues qualified certificates by the trust list.
    """

    source = models.ForeignKey(TrustSource, on_delete=models.PROTECT, related_name="listings")
    certificate = models.ForeignKey(KnownCertificate, on_delete=models.PROTECT, related_name="listings")
    is_anchor = models.BooleanField(default=False)
    is_qualified = models.BooleanField(default=False)
    service = models.CharField(max_length=300, blank=True)
    since = models.ForeignKey(TrustSourceImport, on_delete=models.PROTECT, related_name="+")
    until = models.ForeignKey(TrustSourceImport, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = TrustListingQuerySet.as_manager()

    class Meta:
        db_table = "signatures_listing"
        constraints = [
            models.UniqueConstraint(
                name="listing_one_current", fields=["source", "certificate"], condition=Q(until__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} in {self.source_id}"


class RevocationDataKind(models.TextChoices):
    CRL = "crl", "CRL"
    OCSP = "ocsp", "OCSP"


class RevocationData(models.Model):
    """Revocation data of an issuer: a CRL or an OCSP response, as it was received.

    `issuer` is the digest of the issuer’s name in a CRL; in an OCSP response, of the response. `about` is the serial number, in
    hexadecimal, of the only certificate that an OCSP response is about; otherwise it is empty.
    """

    kind = models.CharField(max_length=4, choices=RevocationDataKind)
    issuer = models.CharField(max_length=64, db_index=True)
    about = models.CharField(max_length=64, blank=True, default="", db_index=True)
    sha256 = models.CharField(max_length=64, unique=True)
    body = models.BinaryField()
    this_update = models.DateTimeField()
    next_update = models.DateTimeField(null=True, blank=True)
    taken_from = models.CharField(max_length=300)
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "signatures_answer"
        constraints = [
            models.CheckConstraint(name="answer_kind_known", condition=Q(kind__in=RevocationDataKind.values))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:8]}"


class FileCheckProgress(models.TextChoices):
    WAITING = "waiting", _("waiting for its turn")
    WORKING = "working", _("is being checked")
    DONE = "done", _("checked")
    FAILED = "failed", _("not checked")


class FileCheck(models.Model):
    """A check of a file that is too big for a request. The file is erased once it is read, the report within the hour.

    `uid` is in the address. `visitor` is the digest of the session that may see the report. `beside` is a document that the
    signature may be over.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visitor = models.CharField(max_length=64)
    names = EncryptedJSONField(default=list)
    file = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    beside = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    progress = models.CharField(max_length=8, choices=FileCheckProgress, default=FileCheckProgress.WAITING)
    report = EncryptedJSONField(default=dict)
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="file_check_progress_known", condition=Q(progress__in=FileCheckProgress.values)
            ),
            models.CheckConstraint(
                name="file_check_keeps_no_file_once_done",
                condition=~Q(progress__in=[FileCheckProgress.DONE, FileCheckProgress.FAILED])
                | Q(file=None, beside=None),
            ),
        ]
        indexes = [models.Index(fields=["brought_at"], name="file_check_by_age")]

    def __str__(self) -> str:
        return f"check {self.uid}"

    @property
    def is_over(self) -> bool:
        return self.progress in (FileCheckProgress.DONE, FileCheckProgress.FAILED)
