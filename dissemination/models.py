"""What staff write on the library's own pages, what readers report, and records in the words of formats."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models import Publication


class EditedPage(models.Model):
    """A text of the library's own in both languages: about, accessibility, or on a shelf (`countries-ke`)."""

    slug = models.SlugField(_("address"), unique=True, max_length=140)
    text_sv = models.TextField(_("Swedish text"), blank=True, help_text=_("A line that begins with ## is a heading."))
    text_en = models.TextField(_("English text"), blank=True, help_text=_("A line that begins with ## is a heading."))
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("slug",)
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")

    def __str__(self) -> str:
        return self.slug

    @property
    def text(self) -> str:
        """The text in the reader's language, else in the other one."""
        swedish = (get_language() or "").startswith("sv")
        return (self.text_sv or self.text_en) if swedish else (self.text_en or self.text_sv)


class ErrorReport(models.Model):
    """What a reader found wrong in a record; `contact` is what the reader left to be answered at, if anything."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="error_reports")
    text = models.TextField(_("what is wrong"))
    contact = models.CharField(_("e-mail"), max_length=200, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("-received_at", "-id")
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")

    def __str__(self) -> str:
        return self.text[:80]


class WrittenForm(models.Model):
    """A record as it stands in a format's documents: of one state of the record, by one edition of the writers.

    It says nothing of who may see it. One of another state or edition is as if it were not there.
    """

    # The constraint's index serves it.
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="written_forms", db_index=False)
    form = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    edition = models.CharField(max_length=32)
    text = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["publication", "form"], name="a_form_once")]

    def __str__(self) -> str:
        return f"{self.publication_id}.{self.form}"
