"""People whom the library knows, suggested for the contributors of a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count

from catalogue.models import Person
from catalogue.policy import RECORD_STATES
from ingest.forms.people import Row

_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A known person who may be meant; `same_name` when the form already says exactly this."""

    person: Person
    publications: int
    same_name: bool


def known_people(rows: Sequence[Row]) -> list[list[Known]]:
    """Return for each row the known people who may be meant, at most three, the most published first."""
    families = {row.family for row in rows if row.family}
    people = (
        Person.objects.filter(family__in=families)
        # A record that was withdrawn or put back may have made persons of its own.
        .filter(contributions__publication__state__in=RECORD_STATES)
        .annotate(publications=Count("contributions__publication", distinct=True))
        .order_by("-publications", "given")
    )
    found = list(people)
    return [[_known(row, person) for person in found if _may_be(row, person)][:_MOST] for row in rows]


def row_of(person: Person, row: Row) -> Row:
    """Return the row with the name and ORCID under which the person is known."""
    return replace(
        row,
        kind="person",
        family=person.family,
        given=person.given,
        particle=person.particle,
        suffix=person.suffix,
        orcid=person.orcid or row.orcid,
    )


def _known(row: Row, person: Person) -> Known:
    same = (row.family, row.given, row.particle) == (person.family, person.given, person.particle)
    return Known(person=person, publications=getattr(person, "publications", 0), same_name=same)


def _may_be(row: Row, person: Person) -> bool:
    """Say whether family names are equal and given names do not contradict each other, initials counted."""
    if row.is_organisation or row.family != person.family:
        return False
    if row.orcid and person.orcid:
        return row.orcid == person.orcid
    pairs = zip(row.given.replace(".", " ").split(), person.given.replace(".", " ").split(), strict=False)
    return all(_agree(one.casefold(), other.casefold()) for one, other in pairs)


def _agree(one: str, other: str) -> bool:
    short = min(len(one), len(other)) == 1
    return one[0] == other[0] if short else one == other
