"""Changes of the mode in which a centre works."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q

from vikno.centres.models.places import Centre, CentreMode
from vikno.centres.models.staff import Officer


class ModeChange(models.Model):
    """One change of mode, never edited. It applies until the next one; `Centre.mode` equals the latest."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="mode_changes")
    before = models.CharField(max_length=10, choices=CentreMode)
    after = models.CharField(max_length=10, choices=CentreMode)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mode_change_changes", condition=~Q(before=F("after")) | ~Q(after=CentreMode.NORMAL)
            ),
        ]
        indexes = [models.Index(name="mode_change_by_centre", fields=["centre", "-at"])]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise models.ProtectedError("How a centre worked is kept.", {self})
