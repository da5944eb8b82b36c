"""Submission: one uploaded file on its way into the library. Its rows are the queue."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models import Publication, PublicationFile, StoredFile


class Leased(models.Model):
    """A row of a queue: a worker holds it until its lease runs out."""

    # A code of extraction.values.FailureCode or of the module that failed, "" while nothing is wrong.
    failure = models.CharField(max_length=30, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Submission(Leased):
    """An uploaded file, what was read from it, and how far it has come.

    A worker claims a WAITING row, or a READING one whose lease ran out, with one conditional UPDATE.
    When reading is done, the publication stands in the catalogue in state in_review.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READING = "reading", _("Being read")
        IN_REVIEW = "in_review", _("To look over")
        PUBLISHED = "published", _("Published")
        DUPLICATE = "duplicate", _("Already here")
        FAILED = "failed", _("Could not be read")
        REFUSED = "refused", _("Not taken")
        DISCARDED = "discarded", _("Discarded")
        ADDED = "added", _("Added to a record")

    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    name = models.CharField(_("file name"), max_length=255)
    size = models.BigIntegerField(default=0)
    # The id of the upload by pieces that brought it: its last piece may be acknowledged twice, and makes one row.
    upload = models.CharField(max_length=22, null=True, blank=True, unique=True)
    # Null for what was refused before it was stored (not a PDF, too big).
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="submissions")
    # A .bib, .ris or .json of the same name that came along, as text.
    sidecar_name = models.CharField(max_length=255, blank=True)
    sidecar = models.TextField(blank=True)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    # The earlier submission of the same bytes, for a DUPLICATE.
    original = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="doubles")
    publication = models.ForeignKey(Publication, null=True, on_delete=models.SET_NULL, related_name="submissions")
    # The record that the file is a further one of: it is read, and makes no record of its own.
    addition_to = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.CASCADE, related_name="additions"
    )
    role = models.CharField(max_length=20, choices=PublicationFile.Role.choices, blank=True)
    language = models.CharField(max_length=20, blank=True)
    # The written form of description.values.Description: fields with confidence, evidence, alternatives.
    description = models.JSONField(default=dict, blank=True)
    # What a reviewer has typed and not yet published, as a written Record; the number counts its savings.
    draft = models.JSONField(default=dict, blank=True)
    draft_number = models.PositiveIntegerField(default=0)
    draft_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    pages_done = models.PositiveIntegerField(default=0)
    pages_total = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return self.name


class Recognition(Leased):
    """A file whose text is poor, and how far OCR has come with it. Its rows are the queue of the role `ocr`.

    `layer_quality` is what was wrong with the file's own text, `quality` how the recognised one turned out.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("Being recognised")
        DONE = "done", _("Recognised")
        FAILED = "failed", _("Could not be recognised")

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="recognition")
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    layer_quality = models.CharField(max_length=10)
    quality = models.CharField(max_length=10, blank=True)
    # tesseract's names of the languages that the text was expected in, joined by "+".
    languages = models.CharField(max_length=60, blank=True)
    # What to install, while `failure` is "missing_programs".
    missing = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.file_id[:12]} {self.state}"


class Visit(models.Model):
    """Somebody has a submission open in review, or had a moment ago."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="visits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "user"], name="one_visit_a_person")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.user_id}"
