"""CitedReference: an entry of a publication's reference list, and the library's own record that it means."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.publication import Publication


class CitedReference(models.Model):
    """A work that `publication` cites: as printed, as read, and where its entry begins.

    `target` is the library's own record of it, where it has one. `title`, `year` and `doi` are what it is known by,
    folded for comparison; `letters` is the printed entry, folded and without spaces.
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="cited_references")
    position = models.PositiveIntegerField()
    text = models.TextField()
    # The written form of a Reference (catalogue.written).
    reference = models.JSONField(default=dict)
    page = models.PositiveIntegerField(null=True)
    box = models.JSONField(default=list)
    title = models.CharField(max_length=300, blank=True)
    letters = models.TextField(blank=True)
    year = models.IntegerField(null=True, db_index=True)
    doi = models.CharField(max_length=300, blank=True, db_index=True)
    target = models.ForeignKey(Publication, null=True, on_delete=models.SET_NULL, related_name="citing_references")

    class Meta:
        ordering = ("publication", "position")
        verbose_name = _("cited reference")
        verbose_name_plural = _("cited references")
        constraints = [models.UniqueConstraint(fields=["publication", "position"], name="cited_references_in_order")]

    def __str__(self) -> str:
        return self.text[:80]
