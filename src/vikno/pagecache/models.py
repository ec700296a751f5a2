"""The stamp: a number that grows with every write to a table behind public pages."""

from django.db import models


class Stamp(models.Model):
    """A share of the stamp; the stamp is the sum of all shares. Database triggers increase it (see `triggers`).

    SQLite has one share, because it has one writer at a time. On PostgreSQL each transaction increases a share that no other one
    has locked, or adds a new one: no transaction waits for another's commit, and the number of shares is the greatest number of
    simultaneous writers so far.
    """

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
