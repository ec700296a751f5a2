"""Series of numbers: of applications, incoming registers, enquiries."""

from django.db import models


class Serial(models.Model):
    """The last number of a series, such as `applications:2026`. Its row is the lock of the series."""

    series = models.CharField(max_length=120, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"
