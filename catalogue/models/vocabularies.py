"""Vocabularies of the library: data with Swedish and English names, never code."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """An entry of a vocabulary; `other_names` are further spellings that papers use, one a line."""

    slug = models.SlugField(_("address"), unique=True, max_length=100)
    name_sv = models.CharField(_("Swedish name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    description_sv = models.TextField(_("Swedish description"), blank=True)
    description_en = models.TextField(_("English description"), blank=True)
    other_names = models.TextField(_("other names"), blank=True, help_text=_("One a line."))

    class Meta:
        abstract = True
        ordering = ("name_en", "slug")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_sv if _in_swedish() else self.name_en

    @classmethod
    def named(cls) -> dict[str, str]:
        """Return the names of all entries in the reader's language, by slug."""
        name = "name_sv" if _in_swedish() else "name_en"
        return dict(cls._default_manager.order_by().values_list("slug", name))

    @property
    def description(self) -> str:
        return self.description_sv if _in_swedish() else self.description_en

    @property
    def names(self) -> tuple[str, ...]:
        """All spellings: both names and the other ones."""
        return tuple(dict.fromkeys([self.name_en, self.name_sv, *filter(None, self.other_names.splitlines())]))


def _in_swedish() -> bool:
    return (get_language() or "").startswith("sv")


class Programme(Term):
    """A programme of the centre. `label` and `labelled` give the form `KC – Romeo, L (2012) Title`."""

    label = models.CharField(_("label"), max_length=20, blank=True)
    labelled = models.BooleanField(_("cite its publications by label"), default=False)

    class Meta(Term.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")


class Theme(Term):
    class Meta(Term.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Topic(Term):
    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Series(Term):
    """A series; `type` is the publication type that its members have unless they say otherwise."""

    issn = models.CharField("ISSN", max_length=9, blank=True)
    type = models.CharField(_("type of its publications"), max_length=30, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")
