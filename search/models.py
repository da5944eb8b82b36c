"""StaleEntry: the outbox of the index, written in the transaction of the change."""

from __future__ import annotations

from django.db import models


class StaleEntry(models.Model):
    """A publication whose index entry is older than its record.

    A row is taken away only after the engine has said that it stored the newer state; several rows
    for one publication are one piece of work.
    """

    publication_id = models.BigIntegerField(db_index=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.publication_id}"
