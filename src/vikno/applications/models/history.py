"""Records that never change, among them the changes of status."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from vikno.applications.models.application import Application, ApplicationStatus
from vikno.centres.models import Officer
from vikno.kernel.fields import EncryptedTextField


class ImmutableRecord(models.Model):
    """A row that is written once: it is neither changed nor deleted."""

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise models.ProtectedError("What happened to a case is kept.", {self})


class StatusChange(ImmutableRecord):
    """One change of the status of an application. `Application.status` is the latest of them."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="status_changes")
    before = models.CharField(max_length=10, choices=ApplicationStatus)
    after = models.CharField(max_length=10, choices=ApplicationStatus)
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = EncryptedTextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="status_change_moves", condition=~Q(before=models.F("after")))]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
