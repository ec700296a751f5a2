"""The stamp: a number that grows with every write to a table that public pages are made of."""

from django.db import models


class Stamp(models.Model):
    """A share of the stamp; the stamp is the sum of all shares. The database itself moves it (see `triggers`).

    SQLite has one share, for it has one writer at a time. On PostgreSQL each transaction moves a share that nobody else
    holds, or adds one: so nobody waits for another's commit, and there are as many shares as there ever were writers at once.
    """

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
