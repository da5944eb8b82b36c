"""Names as printed, matched to the library's people, organisations and series, or made into new ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from catalogue.identifiers import bare, is_valid
from catalogue.models import Organisation, Person, Series
from catalogue.slugs import folded, free_slug, slug_of
from citations.reference import Contributor, Name

_SLUG = 110
_FALLBACKS: dict[type[models.Model], str] = {Person: "person", Organisation: "organisation"}

Named = TypeVar("Named", Person, Organisation)
Row = TypeVar("Row", bound=models.Model)


def person_for(contributor: Contributor, *, new: bool) -> Person | None:
    """Return the person a contributor means: the same ORCID, else the same name; else a `new` one or None."""
    name = contributor.name
    printed = _printed(name)
    if name.is_organisation or not printed:
        return None
    orcid = _valid("orcid", contributor.orcid)
    person = _known_person(printed, orcid)
    if person is None:
        return _new_person(name, printed, orcid) if new else None
    if new and orcid and not person.orcid:
        person.orcid = orcid
        person.save(update_fields=["orcid"])
    return person


def organisation_for(name: str, ror: str = "", *, new: bool) -> Organisation | None:
    """Return the organisation that goes by a name in any spelling; if none is known, a `new` one or None."""
    if not folded(name):
        return None
    ror = _valid("ror", ror)
    return _known_organisation(name, ror) or (_new_organisation(name, ror) if new else None)


def series_for(name: str, *, new: bool) -> Series | None:
    """Return the series that goes by a name in any spelling; if none is known, a `new` one or None."""
    wanted = folded(name)
    if not wanted:
        return None
    for series in Series.objects.all():
        if wanted in map(folded, series.names):
            return series
    if not new:
        return None
    slug = free_slug(slug_of(name, fallback="series"), _taken(Series))
    short = name[:200]
    return _made(Series(slug=slug, name_sv=short, name_en=short)) or series_for(name, new=False)


def _known_person(printed: str, orcid: str) -> Person | None:
    if orcid and (same := Person.objects.filter(orcid=orcid).first()):
        return same
    for person in _with_slug(Person, printed):
        same_name = folded(_printed(_name_of(person))) == folded(printed)
        if same_name and (not orcid or not person.orcid):
            return person
    return None


def _new_person(name: Name, printed: str, orcid: str) -> Person | None:
    person = Person(
        slug=free_slug(slug_of(printed, length=_SLUG, fallback=_FALLBACKS[Person]), _taken(Person)),
        family=(name.family or name.given)[:200],
        given=name.given[:200] if name.family else "",
        particle=name.particle[:50],
        suffix=name.suffix[:50],
        orcid=orcid,
    )
    return _made(person) or _known_person(printed, orcid)


def _known_organisation(name: str, ror: str) -> Organisation | None:
    if ror and (same := Organisation.objects.filter(ror=ror).first()):
        return same
    wanted = folded(name)
    other_spellings = Organisation.objects.exclude(name_sv="", short_name="", other_names="")
    candidates: Iterable[Organisation] = [*_with_slug(Organisation, name), *other_spellings]
    return next((o for o in candidates if wanted in map(folded, o.names)), None)


def _new_organisation(name: str, ror: str) -> Organisation | None:
    slug = free_slug(slug_of(name, length=_SLUG, fallback=_FALLBACKS[Organisation]), _taken(Organisation))
    return _made(Organisation(slug=slug, name=name[:300], ror=ror)) or _known_organisation(name, ror)


def _with_slug(model: type[Named], text: str) -> list[Named]:
    """Return the rows whose address was made from a name like this one."""
    slug = slug_of(text, length=_SLUG, fallback=_FALLBACKS[model])
    return list(model._default_manager.filter(Q(slug=slug) | Q(slug__startswith=f"{slug}-")).order_by("id"))


def _taken(model: type[models.Model]) -> Callable[[str], bool]:
    return lambda slug: model._default_manager.filter(slug=slug).exists()


def _made(row: Row) -> Row | None:
    """Return the row, stored; None if another process stored one of the same address first."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row


def _printed(name: Name) -> str:
    return " ".join(filter(None, [name.given, name.particle, name.family, name.suffix])).strip()


def _name_of(person: Person) -> Name:
    return Name(family=person.family, given=person.given, particle=person.particle, suffix=person.suffix)


def _valid(scheme: str, value: str) -> str:
    text = bare(scheme, value)
    return text if is_valid(scheme, text) else ""
