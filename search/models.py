"""The outbox of the index, written in the transaction of the change; searches that readers froze; papers as vectors."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models import Publication


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


class FrozenSearch(models.Model):
    """What everyone found with a search on a day: kept as it was, under an address that never changes.

    `asked` is the search as its address carries it; `publication_ids` are in the order of the list.
    When staff remove it only the fact stays, so that its address can say so.
    """

    token = models.CharField(max_length=16, unique=True)
    asked = models.TextField(_("search"), blank=True)
    frozen_at = models.DateTimeField(_("date of search"), auto_now_add=True, db_index=True)
    engine = models.CharField(_("search engine"), max_length=50)
    index_version = models.PositiveIntegerField(_("index version"), null=True)
    total = models.PositiveIntegerField(_("records found"))
    publication_ids = models.JSONField(default=list)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("-frozen_at", "-id")
        verbose_name = _("frozen search")
        verbose_name_plural = _("frozen searches")

    def __str__(self) -> str:
        return self.token


class Meaning(models.Model):
    """A paper's title and abstract as a vector (half floats), of one state of its record and by one model."""

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE)
    version = models.PositiveIntegerField()
    model = models.CharField(max_length=100)
    vector = models.BinaryField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.publication_id}"
