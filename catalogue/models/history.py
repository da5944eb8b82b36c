"""History: every saved state of a record, never changed again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.publication import Publication, State


class Revision(models.Model):
    """A record as it was saved: `record` is the written form of catalogue.record.Record."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State.choices)
    record = models.JSONField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=500, blank=True)
    when = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("publication", "number")
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["publication", "number"], name="revisions_are_numbered")]

    def __str__(self) -> str:
        return f"{self.publication_id}.{self.number}"
