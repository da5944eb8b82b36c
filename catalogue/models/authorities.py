"""Persons and organisations, each once, however their names were printed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Person(models.Model):
    slug = models.SlugField(_("address"), unique=True, max_length=120)
    family = models.CharField(_("family name"), max_length=200)
    given = models.CharField(_("given name"), max_length=200, blank=True)
    particle = models.CharField(_("particle"), max_length=50, blank=True)
    suffix = models.CharField(_("suffix"), max_length=50, blank=True)
    orcid = models.CharField("ORCID", max_length=19, blank=True)

    class Meta:
        ordering = ("family", "given", "slug")
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        family = f"{self.particle} {self.family}".strip()
        given = " ".join(filter(None, [self.given, self.suffix]))
        return f"{family}, {given}" if given else family


class Organisation(models.Model):
    slug = models.SlugField(_("address"), unique=True, max_length=120)
    name = models.CharField(_("name"), max_length=300)
    name_sv = models.CharField(_("Swedish name"), max_length=300, blank=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    other_names = models.TextField(_("other names"), blank=True, help_text=_("One a line."))
    ror = models.CharField("ROR", max_length=9, blank=True)

    class Meta:
        ordering = ("name", "slug")
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        spellings = [self.name, self.name_sv, self.short_name, *self.other_names.splitlines()]
        return tuple(dict.fromkeys(filter(None, spellings)))
