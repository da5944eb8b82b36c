"""Vocabularies and names in Django's admin. Records themselves are changed through publishing alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest

from catalogue import publishing
from catalogue.models import FormerAddress, Organisation, Person, Programme, Publication, Series, Theme, Topic

# Django's admin classes name their model only to the type checker.
if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
else:
    AnyAdmin = admin.ModelAdmin


class IndexedAdmin(AnyAdmin):
    """A change here is in the index too: names and addresses of these rows are searched and counted."""

    # Lookups from a publication to the row that is changed.
    used_by: tuple[str, ...] = ()

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm[Any], change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            publishing.announce(self.publications_of(obj))

    def publications_of(self, row: models.Model) -> list[int]:
        """Return the ids of the publications that name the row."""
        condition = models.Q()
        for lookup in self.used_by:
            condition |= models.Q(**{lookup: row.pk})
        return list(Publication.objects.filter(condition).values_list("pk", flat=True).distinct())


class TermAdmin(IndexedAdmin):
    list_display: tuple[str, ...] = ("name_en", "name_sv", "slug")
    search_fields = ("name_en", "name_sv", "other_names")
    prepopulated_fields = {"slug": ("name_en",)}


@admin.register(Theme)
class ThemeAdmin(TermAdmin):
    used_by = ("themes",)


@admin.register(Topic)
class TopicAdmin(TermAdmin):
    used_by = ("topics",)


@admin.register(Programme)
class ProgrammeAdmin(TermAdmin):
    used_by = ("programmes",)
    list_display = ("name_en", "name_sv", "slug", "label", "labelled")


@admin.register(Series)
class SeriesAdmin(TermAdmin):
    used_by = ("series",)
    list_display = ("name_en", "name_sv", "slug", "issn")


@admin.register(Person)
class PersonAdmin(IndexedAdmin):
    used_by = ("contributions__person",)
    list_display = ("family", "given", "slug", "orcid")
    search_fields = ("family", "given", "orcid")


@admin.register(Organisation)
class OrganisationAdmin(IndexedAdmin):
    used_by = ("contributions__organisation", "publisher", "institution")
    list_display = ("name", "short_name", "slug", "ror")
    search_fields = ("name", "name_sv", "short_name", "other_names")


@admin.register(FormerAddress)
class FormerAddressAdmin(AnyAdmin):
    """Addresses of a site that moved here; each is answered with a permanent redirect."""

    list_display = ("path", "publication")
    search_fields = ("path",)
    raw_id_fields = ("publication",)
