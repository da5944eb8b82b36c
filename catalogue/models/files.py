"""Files, kept once by content, and the text of their pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.publication import Publication


class StoredFile(models.Model):
    """A file by its content: the same bytes are one row and one object in storage."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    page_count = models.PositiveIntegerField(default=0)
    cover = models.PositiveIntegerField(default=1)
    outline = models.JSONField(default=list)
    # Which text is shown and searched: "layer" (the file's own), "ocr" (recognised), "none".
    text_source = models.CharField(max_length=10, default="none")
    # extraction.values.TextQuality of that text; "" where it was never judged.
    text_quality = models.CharField(max_length=10, blank=True, default="")
    # The smallest hashes of the text's word sequences (catalogue.likeness); empty where there is no text.
    fingerprint = models.JSONField(default=list, blank=True)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def storage_name(self) -> str:
        """Where the bytes are in Django's default storage."""
        return f"files/{self.sha256[:2]}/{self.sha256}.pdf"

    @property
    def shown_pages(self) -> models.QuerySet[PageText]:
        """The pages in the text that is shown and searched."""
        return PageText.objects.shown().filter(file_id=self.pk)


class PageTexts(models.QuerySet["PageText"]):
    def shown(self) -> PageTexts:
        """The pages in the text that is shown and searched: what OCR read where that is the file's, else its own.

        A scan that was never recognised has pages too, without a word.
        """
        recognised = models.Q(file__text_source=PageText.Source.OCR)
        return self.filter(
            models.Q(recognised, source=PageText.Source.OCR) | models.Q(~recognised, source=PageText.Source.LAYER)
        )


class PageText(models.Model):
    """The text of one page in one version, with the page number that is printed on it.

    `words` are what OCR saw, as [text, [box, ...]] with boxes in points from the top left: the file itself has none.
    """

    class Source(models.TextChoices):
        LAYER = "layer", _("the file's own text")
        OCR = "ocr", _("recognised text")

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="pages")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.LAYER)
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True)
    width = models.FloatField(default=0)
    height = models.FloatField(default=0)
    words = models.JSONField(default=list, blank=True)

    objects = PageTexts.as_manager()

    class Meta:
        ordering = ("file", "source", "number")
        constraints = [models.UniqueConstraint(fields=["file", "source", "number"], name="one_text_a_page_and_source")]

    def __str__(self) -> str:
        return f"{self.file_id[:12]} {self.number}"


class PublicationFile(models.Model):
    """A file's part in a publication."""

    class Role(models.TextChoices):
        MAIN = "main", _("main")
        TRANSLATION = "translation", _("translation")
        ANNEX = "annex", _("annex")

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="uses")
    position = models.PositiveIntegerField(default=0)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MAIN)
    language = models.CharField(max_length=20, blank=True)
    name = models.CharField(_("file name as uploaded"), max_length=255, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=["publication", "file"], name="a_file_once_a_publication")]

    def __str__(self) -> str:
        return self.name or self.file_id[:12]
