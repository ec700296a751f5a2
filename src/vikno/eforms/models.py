"""E-forms and their versions."""

import functools
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from vikno.eforms.definition import FormDefinition
from vikno.eforms.serialization import load_definition
from vikno.people.models import Person


class VersionStatus(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class EForm(models.Model):
    """A questionnaire by its code. Its versions hold the questions."""

    code = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=300)

    class Meta:
        permissions = [("publish_eform", "Can publish e-forms")]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """Return the name of the form in the audit log."""
        return f"form:{self.code}"[:80]

    @property
    def draft_version(self) -> "FormVersion | None":
        """Return the draft, or None."""
        return self.versions.filter(status=VersionStatus.DRAFT).first()

    @property
    def published_version(self) -> "FormVersion | None":
        """Return the version for new applications, or None."""
        return self.versions.filter(status=VersionStatus.PUBLISHED).first()


class FormVersion(models.Model):
    """A version of a form. The definition of a published version never changes, because cases were made with it.

    `revision` counts the changes of a draft, so that nobody overwrites the changes of another person.
    """

    form = models.ForeignKey(EForm, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=VersionStatus, default=VersionStatus.DRAFT)
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="form_version_number_once", fields=["form", "number"]),
            models.UniqueConstraint(
                name="form_one_published_version", fields=["form"], condition=Q(status=VersionStatus.PUBLISHED)
            ),
            models.CheckConstraint(name="form_version_status_known", condition=Q(status__in=VersionStatus.values)),
            models.CheckConstraint(
                name="form_version_published_has_time",
                condition=Q(status=VersionStatus.DRAFT) | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}, version {self.number}"

    @functools.cached_property
    def eform(self) -> FormDefinition:
        """Return the definition as plain values."""
        return load_definition(self.definition)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise models.ProtectedError("A version of a form is kept: cases name it.", {self})


class EarlierDraft(models.Model):
    """The definition of a draft before one of its latest changes, for undo."""

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="earlier")
    revision = models.PositiveIntegerField()
    definition = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(name="earlier_draft_revision_once", fields=["version", "revision"])]

    def __str__(self) -> str:
        return f"{self.version_id}, before change {self.revision}"

    @functools.cached_property
    def eform(self) -> FormDefinition:
        """Return the definition as plain values."""
        return load_definition(self.definition)
