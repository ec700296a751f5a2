"""Results of a case, and the seal of the centre on them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vikno.applications.models.application import Application
from vikno.centres.models import Officer
from vikno.files.models import StoredFile


class SealStatus(models.TextChoices):
    """The state of the centre’s seal in an issued file."""

    NONE = "none", _("not sealed here")
    WAITING = "waiting", _("the seal is being put in")
    SEALED = "sealed", _("sealed by the centre")
    SIGNED = "signed", _("signed before it was issued")
    FAILED = "failed", _("could not be sealed")


class Result(models.Model):
    """The issued result: a file for the applicant, or the place where the paper can be collected.

    The QR code of a sealed file holds `check_code`: whoever has the paper can check that the centre issued it.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="results")
    title = models.CharField(max_length=200)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="result")
    where = models.CharField(max_length=300, blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=8, choices=SealStatus, default=SealStatus.NONE)
    seal_tries = models.PositiveSmallIntegerField(default=0)
    sealed_at = models.DateTimeField(null=True, blank=True)
    check_code = models.CharField(max_length=20, unique=True, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="result_is_a_file_or_a_place", condition=Q(file__isnull=False) | ~Q(where="")),
            models.CheckConstraint(name="result_seal_known", condition=Q(seal__in=SealStatus.values)),
            models.CheckConstraint(
                name="result_sealed_has_file_time_and_code",
                condition=~Q(seal=SealStatus.SEALED)
                | Q(file__isnull=False, sealed_at__isnull=False, check_code__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
