"""Feeds: news of cases for systems that fetch them by the agency API."""

from django.db import models

from vikno.applications.models import Application
from vikno.integration.models.connections import Connection


class Feed(models.Model):
    """The length of a connection's feed. Its row is the lock under which numbers are taken: they follow the commits.

    `told` is the last number that its webhook was told of.
    """

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="feed")
    last = models.PositiveBigIntegerField(default=0)
    told = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"feed of {self.connection_id} up to {self.last}"


class FeedItem(models.Model):
    """A fact for a system to fetch. `uid` is that of its event, `at` the time when it became true."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="feed_items")
    seq = models.PositiveBigIntegerField()
    uid = models.UUIDField()
    name = models.CharField(max_length=60)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="feed_item_one_per_number", fields=["connection", "seq"]),
            models.UniqueConstraint(name="feed_item_one_per_event", fields=["connection", "uid"]),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"
