"""What waits to be indexed, and which index belongs to this database."""

from django.db import models


class Pending(models.Model):
    """
    A changed thing that the index does not show yet.

    Written in the transaction of the change, removed after the index was committed: a crash in between
    only means that the thing is indexed once more. One thing may wait several times.
    """

    address = models.CharField(max_length=200)  # or "meeting/*", everything of a kind

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.address


class Edition(models.Model):
    """
    The one row that names the index folder made from this database.

    A restored backup or a rolled-back test brings its own row or none, so an index that does not fit
    the database is noticed and made anew.
    """

    name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name
