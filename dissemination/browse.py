"""Ways to browse: for each series, programme, theme, topic, country, year, person, organisation a page and its list."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from django.db.models import Model, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.codes import country_name, is_country
from catalogue.collation import swedish_sort_key
from catalogue.models import Organisation, Person, Programme, Publication, Series, Theme, Topic
from catalogue.models.publication import TYPE_NAMES
from dissemination.holdings import holdings
from dissemination.models import EditedPage
from search.entries import page_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One value of a way to browse.

    `description` is what staff have written of it, `about` the sentence that stands where they have not;
    `chosen` are the search parameters that choose the same, if there are any.
    """

    kind: str
    slug: str
    name: str
    count: int
    description: str = ""
    about: str = ""
    edit_href: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()


class Way(ABC):
    """A way to browse."""

    kind: ClassVar[str]
    label: ClassVar[Promise]
    lead: ClassVar[Promise]
    about: ClassVar[Promise]
    # Long lists are parted by first letter; years and vocabularies are not.
    by_letter: ClassVar[bool] = False

    @abstractmethod
    def shelf(self, slug: str) -> Shelf | None:
        """Return the shelf at an address, None if there is none."""

    @abstractmethod
    def condition(self, slug: str) -> Q:
        """Return the condition for a publication to stand on the shelf."""

    @abstractmethod
    def _named(self, slugs: Iterable[str]) -> dict[str, str]:
        """Return the names of shelves in the reader's language."""

    def shelves(self) -> list[Shelf]:
        """Return all shelves that hold something, in alphabetical order."""
        counts = holdings().of(self.kind)
        names = self._named(counts)
        found = [Shelf(kind=self.kind, slug=slug, name=names[slug], count=counts[slug]) for slug in names]
        return sorted(found, key=lambda shelf: swedish_sort_key(shelf.name))

    def described(self) -> list[Shelf]:
        """Return all shelves with their descriptions, those that are empty too."""
        return self.shelves()

    def _said(self, shelf: Shelf) -> Shelf:
        """Return the shelf with what staff have written of it on a page of text."""
        slug = f"{self.kind}-{shelf.slug}"
        text = EditedPage.objects.filter(slug=slug).first()
        return replace(
            shelf,
            description=text.text if text else "",
            about=str(self.about) % {"name": shelf.name},
            edit_href=reverse("edit-page", args=[slug]),
        )


class VocabularyWay(Way):
    model: ClassVar[type[Programme | Series | Theme | Topic]]
    path: ClassVar[str]
    parameter: ClassVar[str] = ""

    def shelf(self, slug: str) -> Shelf | None:
        term = self.model.objects.filter(slug=slug).first()
        if term is None:
            return None
        return Shelf(
            kind=self.kind,
            slug=slug,
            name=term.name,
            count=holdings().of(self.kind).get(slug, 0),
            description=term.description,
            about=str(self.about) % {"name": term.name},
            edit_href=reverse(f"admin:catalogue_{self.model._meta.model_name}_change", args=[term.pk]),
            chosen=((self.parameter, slug),) if self.parameter else (),
        )

    def condition(self, slug: str) -> Q:
        return Q(**{f"{self.path}__slug": slug})

    def described(self) -> list[Shelf]:
        shelves = (self.shelf(term.slug) for term in self.model.objects.all())
        return sorted(filter(None, shelves), key=lambda shelf: swedish_sort_key(shelf.name))

    def _named(self, slugs: Iterable[str]) -> dict[str, str]:
        return {term.slug: term.name for term in self.model.objects.filter(slug__in=list(slugs))}


class SeriesWay(VocabularyWay):
    kind, model, path, parameter = "series", Series, "series", "series"
    label = _("Series")
    lead = _("Reports, briefs and books that belong together, in the order of their numbers.")
    about = _("The publications of this series.")


class ProgrammesWay(VocabularyWay):
    kind, model, path, parameter = "programmes", Programme, "programmes", "programme"
    label = _("Programmes")
    lead = _("The programmes that the publications come from.")
    about = _("Publications from this programme.")


class ThemesWay(VocabularyWay):
    kind, model, path, parameter = "themes", Theme, "themes", "theme"
    label = _("Themes")
    lead = _("The core areas of the library.")
    about = _("Publications in this core area.")


class TopicsWay(VocabularyWay):
    kind, model, path = "topics", Topic, "topics"
    label = _("Topics")
    lead = _("What the publications are about, more closely.")
    about = _("Publications on this topic.")


class CountriesWay(Way):
    kind = "countries"
    label = _("Countries")
    lead = _("Each country with its briefs, reports and project pages.")
    about = _("Briefs, reports and project pages on %(name)s.")

    def shelf(self, slug: str) -> Shelf | None:
        code = slug.upper()
        if slug != slug.lower() or not is_country(code):
            return None
        count = holdings().of(self.kind).get(code, 0)
        chosen = (("country", code),)
        return self._said(Shelf(kind=self.kind, slug=slug, name=country_name(code), count=count, chosen=chosen))

    def condition(self, slug: str) -> Q:
        # Cast, as SQLite has no `contains` for JSON; codes are two capital letters in quotes there.
        holding = Publication.objects.annotate(written=Cast("countries", TextField()))
        return Q(pk__in=holding.filter(written__contains=f'"{slug.upper()}"').values("pk"))

    def _named(self, slugs: Iterable[str]) -> dict[str, str]:
        return {code: country_name(code) for code in slugs}

    def shelves(self) -> list[Shelf]:
        counts = holdings().of(self.kind)
        found = [
            Shelf(kind=self.kind, slug=code.lower(), name=country_name(code), count=n) for code, n in counts.items()
        ]
        return sorted(found, key=lambda shelf: swedish_sort_key(shelf.name))


class YearsWay(Way):
    kind = "years"
    label = _("Years")
    lead = _("What was published each year, newest first.")
    about = _("What was published in %(name)s.")

    def shelf(self, slug: str) -> Shelf | None:
        count = holdings().of(self.kind).get(slug, 0)
        if not count:
            return None
        chosen = (("year_from", slug), ("year_to", slug))
        return self._said(Shelf(kind=self.kind, slug=slug, name=slug, count=count, chosen=chosen))

    def condition(self, slug: str) -> Q:
        return Q(year=int(slug))

    def _named(self, slugs: Iterable[str]) -> dict[str, str]:
        return {slug: slug for slug in slugs}

    def shelves(self) -> list[Shelf]:
        return sorted(Way.shelves(self), key=lambda shelf: int(shelf.slug), reverse=True)


class TypesWay(Way):
    kind = "types"
    label = _("Types")
    lead = _("Research reports, briefs, handbooks and the others.")
    about = _("All publications of this kind.")

    def shelf(self, slug: str) -> Shelf | None:
        if slug not in TYPE_NAMES:
            return None
        count = holdings().of(self.kind).get(slug, 0)
        name, chosen = str(TYPE_NAMES[slug]), (("type", slug),)
        return self._said(Shelf(kind=self.kind, slug=slug, name=name, count=count, chosen=chosen))

    def condition(self, slug: str) -> Q:
        return Q(type=slug)

    def _named(self, slugs: Iterable[str]) -> dict[str, str]:
        return {slug: str(TYPE_NAMES.get(slug, slug)) for slug in slugs}


class PeopleWay(Way):
    kind = "people"
    label = _("People")
    lead = _("Everybody who has written, edited or translated something here.")
    about = _("What %(name)s has written, edited or translated.")
    by_letter = True

    def shelf(self, slug: str) -> Shelf | None:
        person = Person.objects.filter(slug=slug).first()
        if person is None:
            return None
        name = " ".join(filter(None, [person.given, person.particle, person.family, person.suffix]))
        orcid = (("ORCID", f"https://orcid.org/{person.orcid}"),) if person.orcid else ()
        count = holdings().of(self.kind).get(slug, 0)
        chosen = (("author", slug),)
        return self._said(Shelf(kind=self.kind, slug=slug, name=name, count=count, chosen=chosen, elsewhere=orcid))

    def condition(self, slug: str) -> Q:
        return Q(contributions__person__slug=slug)

    def _named(self, slugs: Iterable[str]) -> dict[str, str]:
        return _names_of(Person, slugs)


class OrganisationsWay(Way):
    kind = "organisations"
    label = _("Organisations")
    lead = _("Publishers, universities, authorities and other bodies.")
    about = _("What %(name)s has written or published.")
    by_letter = True

    def shelf(self, slug: str) -> Shelf | None:
        body = Organisation.objects.filter(slug=slug).first()
        if body is None:
            return None
        ror = (("ROR", f"https://ror.org/{body.ror}"),) if body.ror else ()
        count = holdings().of(self.kind).get(slug, 0)
        name = organisation_name(body)
        return self._said(Shelf(kind=self.kind, slug=slug, name=name, count=count, elsewhere=ror))

    def condition(self, slug: str) -> Q:
        return Q(contributions__organisation__slug=slug) | Q(publisher__slug=slug) | Q(institution__slug=slug)

    def _named(self, slugs: Iterable[str]) -> dict[str, str]:
        wanted = set(slugs)
        return {body.slug: organisation_name(body) for body in Organisation.objects.all() if body.slug in wanted}


def organisation_name(body: Organisation) -> str:
    return body.name_sv or body.name if page_language() == "sv" else body.name


def _names_of(model: type[Model], slugs: Iterable[str]) -> dict[str, str]:
    # All rows rather than `slug__in`: SQLite takes no more than some thousands of values.
    wanted = set(slugs)
    return {row.slug: str(row) for row in model._default_manager.all() if row.slug in wanted}  # type: ignore[attr-defined]


WAYS: dict[str, Way] = {
    way.kind: way
    for way in (
        CountriesWay(),
        SeriesWay(),
        ThemesWay(),
        TopicsWay(),
        ProgrammesWay(),
        TypesWay(),
        YearsWay(),
        PeopleWay(),
        OrganisationsWay(),
    )
}
