"""What the database was last loaded with, so that a later load can tell who changed what."""

from django.db import models


class LoadedRow(models.Model):
    """
    A row of a pack as it was last loaded, in canonical form, at its place in the file.

    A row that differs from it in the database was edited by a person; one that differs in the file was
    edited in the pack; one that differs in both, and not in the same way, is a conflict.
    """

    table = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)
    row = models.JSONField(default=dict)

    class Meta:
        ordering = ["table", "position"]
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="loaded_row_stands_once")]

    def __str__(self) -> str:
        return f"{self.table}: {self.key}"
