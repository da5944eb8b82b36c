"""Publication: one version of one work, with all that is known of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.authorities import Organisation, Person
from catalogue.models.vocabularies import Programme, Series, Theme, Topic
from citations.reference import PUBLICATION_TYPES


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    EMBARGOED = "embargoed", _("Embargoed")
    RESTRICTED = "restricted", _("Restricted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TYPE_NAMES = {
    "research_report": _("Research report"),
    "working_paper": _("Working paper"),
    "policy_brief": _("Policy brief"),
    "country_brief": _("Country brief"),
    "proceedings": _("Proceedings"),
    "handbook": _("Handbook"),
    "annual_report": _("Annual report"),
    "thesis": _("Thesis"),
    "book": _("Book"),
    "chapter": _("Chapter"),
    "article": _("Article"),
    "conference_paper": _("Conference paper"),
    "project_page": _("Project page"),
    "other": _("Other"),
}
TYPES = [(code, TYPE_NAMES[code]) for code in PUBLICATION_TYPES]


class Publication(models.Model):
    """A version of a work. Its id and its key, once given, never change.

    Names that were printed (series, publisher, institution) stay as they were printed; the links
    beside them say which entry of the vocabulary is meant. `carried` keeps what a Reference says
    beyond the columns. `state` alone decides who may see it (catalogue.policy).
    """

    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    type = models.CharField(_("type"), max_length=30, choices=TYPES, default="other")
    genre = models.CharField(_("genre"), max_length=200, blank=True)
    # Null until the record has enough to make one; an empty string would not be unique.
    key = models.CharField(_("citation key"), max_length=200, unique=True, null=True, blank=True)
    # The key that an imported entry came with; given at publication if it is still free then.
    wished_key = models.CharField(_("key wished for"), max_length=200, blank=True)

    year = models.IntegerField(_("year"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("month"), default=0, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), default=0, blank=True)

    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="publications")
    series_name = models.CharField(_("series"), max_length=300, blank=True)
    number = models.CharField(_("number"), max_length=100, blank=True)
    volume = models.CharField(_("volume"), max_length=100, blank=True)
    issue = models.CharField(_("issue"), max_length=100, blank=True)
    edition = models.CharField(_("edition"), max_length=100, blank=True)
    pages = models.CharField(_("pages"), max_length=100, blank=True)
    container = models.CharField(_("published in"), max_length=500, blank=True)
    publisher = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="published"
    )
    publisher_name = models.CharField(_("publisher"), max_length=300, blank=True)
    institution = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="issued"
    )
    institution_name = models.CharField(_("institution"), max_length=300, blank=True)
    funders = models.JSONField(_("funders"), default=list, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    url = models.CharField(_("address elsewhere"), max_length=2000, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    carried = models.JSONField(default=dict, blank=True)

    programmes = models.ManyToManyField(Programme, blank=True, related_name="publications")
    themes = models.ManyToManyField(Theme, blank=True, related_name="publications")
    topics = models.ManyToManyField(Topic, blank=True, related_name="publications")
    countries = models.JSONField(_("countries"), default=list, blank=True)

    supersedes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors")
    # The record that this one was found to be a double of; its address redirects there.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="doubles")
    # Records that look like the same work, and that somebody has said to be others.
    distinct_from = models.ManyToManyField("self", blank=True)
    embargo_until = models.DateField(_("embargo until"), null=True, blank=True)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("reason for withdrawal"), blank=True)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="publications"
    )
    # Counts saved states; the search index stores it, so that an older write never replaces a newer.
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        indexes = [models.Index(fields=["changed_at", "id"])]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    @property
    def title(self) -> str:
        first = next((t for t in self.texts.all() if t.kind == LocalisedText.Kind.TITLE), None)
        return first.text if first else ""


class LocalisedText(models.Model):
    """A title, subtitle or abstract in one language; the first title is the one to cite."""

    class Kind(models.TextChoices):
        TITLE = "title", _("title")
        SUBTITLE = "subtitle", _("subtitle")
        ABSTRACT = "abstract", _("abstract")

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=20, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ("kind", "position", "id")

    def __str__(self) -> str:
        return self.text[:80]


class Contribution(models.Model):
    """A contributor's part in a publication: the name as printed, and whom it means."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="contributions")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=40, default="author")
    family = models.CharField(max_length=200, blank=True)
    given = models.CharField(max_length=200, blank=True)
    particle = models.CharField(max_length=50, blank=True)
    suffix = models.CharField(max_length=50, blank=True)
    literal = models.CharField(max_length=300, blank=True)
    orcid = models.CharField(max_length=19, blank=True)
    ror = models.CharField(max_length=9, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="contributions")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="contributions")

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.literal or ", ".join(filter(None, [f"{self.particle} {self.family}".strip(), self.given]))


class Identifier(models.Model):
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="identifiers")
    position = models.PositiveSmallIntegerField(default=0)
    scheme = models.CharField(max_length=30)
    value = models.CharField(max_length=500)

    class Meta:
        ordering = ("position", "id")
        indexes = [models.Index(fields=["scheme", "value"])]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Relation(models.Model):
    """`source` is `kind` of `target`."""

    class Kind(models.TextChoices):
        PART_OF = "part_of", _("part of")
        TRANSLATION_OF = "translation_of", _("translation of")

    source = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    target = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="related")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "target"], name="a_relation_once")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"

    @classmethod
    def reached_from(cls, publication_id: int, kind: str) -> set[int]:
        """Return the records that one is related to, directly or through others, with itself."""
        reached: set[int] = set()
        new = {publication_id}
        while new:
            reached |= new
            targets = cls.objects.filter(kind=kind, source__in=new).values_list("target_id", flat=True)
            new = set(targets) - reached
        return reached


class FormerAddress(models.Model):
    """An address that the record had elsewhere, answered with a permanent redirect."""

    path = models.CharField(max_length=500, unique=True)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="former_addresses")

    def __str__(self) -> str:
        return self.path


class FormerKey(models.Model):
    """A citation key that the record had before; it still finds the record."""

    key = models.CharField(max_length=200, unique=True)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="former_keys")

    def __str__(self) -> str:
        return self.key
