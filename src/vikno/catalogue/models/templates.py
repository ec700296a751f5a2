"""Templates of papers to download and fill in, with their versions and counts of downloads."""

from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from vikno.catalogue.models.services import Service
from vikno.files.models import StoredFile


class TemplateKind(models.TextChoices):
    """The kind of paper that a template is."""

    APPLICATION = "application", _("Application")
    CONSENT = "consent", _("Consent to the processing of personal data")
    POWER = "power", _("Power of attorney")
    CONTRACT = "contract", _("Contract")
    OTHER = "other", _("Other papers")


class TemplateQuerySet(models.QuerySet["Template"]):
    def in_use(self) -> "TemplateQuerySet":
        """Keep the templates that residents see: active, with a file."""
        return self.filter(Exists(TemplateVersion.objects.filter(template=OuterRef("pk"))), is_active=True)

    def of_service(self, code: str) -> "TemplateQuerySet":
        """Keep the templates of this service and those of every service."""
        return self.filter(Q(services__code=code) | Q(services=None))

    def with_versions(self) -> "TemplateQuerySet":
        return self.prefetch_related(
            models.Prefetch("versions", queryset=TemplateVersion.objects.select_related("file"))
        )


class Template(ClusterableModel):
    """A paper to download and fill in: an application, a consent, a power of attorney («бланк, зразок»).

    The latest version is the current file; earlier versions stay readable.
    """

    code = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    purpose = models.TextField(blank=True)
    kind = models.CharField(_("kind of paper"), max_length=12, choices=TemplateKind, default=TemplateKind.APPLICATION)
    services = models.ManyToManyField(Service, through="TemplateService", related_name="templates", blank=True)
    language = models.CharField(max_length=5, default=settings.LANGUAGE_CODE)
    is_active = models.BooleanField(default=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = [
            models.CheckConstraint(name="template_kind_known", condition=Q(kind__in=TemplateKind.values)),
            models.CheckConstraint(
                name="template_not_replaced_by_itself",
                condition=Q(replaced_by=None) | ~Q(replaced_by=models.F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """Return the reference to this template in the audit."""
        return f"template:{self.pk}"

    @property
    def current_version(self) -> "TemplateVersion | None":
        """Return the latest version, or None; runs no query after `with_versions`."""
        return max(self.versions.all(), key=lambda version: version.number, default=None)

    @property
    def earlier_versions(self) -> "list[TemplateVersion]":
        return sorted(self.versions.all(), key=lambda version: -version.number)[1:]


class TemplateService(models.Model):
    """A link between a template and a service."""

    template = ParentalKey(Template, on_delete=models.CASCADE, related_name="service_links")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="template_links")

    class Meta:
        constraints = [models.UniqueConstraint(name="template_once_per_service", fields=["template", "service"])]

    def __str__(self) -> str:
        return f"{self.template_id} for {self.service_id}"


class TemplateVersion(models.Model):
    """One file of a template. It never changes: a new file is the next version."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField()
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="template_version")
    placeholders = models.JSONField(default=list)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="template_version_once", fields=["template", "number"])]

    def __str__(self) -> str:
        return f"{self.template_id} version {self.number}"

    @property
    def format(self) -> str:
        """Return the file format, e.g. «DOCX»."""
        return PurePosixPath(self.file.name).suffix.lstrip(".").upper()

    @property
    def is_fillable(self) -> bool:
        return bool(self.placeholders)


class TemplateDownload(models.Model):
    """The number of downloads of a template on one day; nothing about the readers is stored."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="downloads")
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="template_download_one_per_day", fields=["template", "on"])]

    def __str__(self) -> str:
        return f"{self.template_id} on {self.on}: {self.count}"
