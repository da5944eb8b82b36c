"""What must hold of a hit whatever its words: who asks, where, and what was chosen. One piece for both engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search.engines.entry import CODE_FACETS
from search.engines.plan import All, AllOf, AnyOf, Between, Nothing, OneOf, Plan
from search.query import Audience, SearchQuery

_MAX_YEAR_DIGITS = 6


def hidden(audience: Audience) -> tuple[Plan, ...]:
    """Return what the audience may not find: said as what is left out, which costs least where most is open."""
    closed = OneOf("open", ("0",))
    if audience.staff:
        return ()
    if audience.uploader is None:
        return (closed,)
    return (AllOf((closed,), without=(OneOf("owner", (str(audience.uploader),)),)),)


def reached(query: SearchQuery, *parts: Plan) -> AllOf:
    """Return the parts within what facets share with hits: the audience, older versions, search inside some."""
    if query.within:
        return AllOf((*parts, among(query.within)), without=hidden(query.audience))
    older = () if query.superseded else (OneOf("superseded", ("1",)),)
    return AllOf(parts or (All(),), without=(*hidden(query.audience), *older))


def among(ids: Iterable[int]) -> OneOf:
    """Return the condition that it is one of some publications, or a page of one."""
    return OneOf("id", tuple(map(str, ids)))


def newest(audience: Audience, *parts: Plan) -> AllOf:
    """Return the parts within the newest versions that the audience may find."""
    return AllOf(parts or (All(),), without=(*hidden(audience), OneOf("superseded", ("1",))))


def choices(query: SearchQuery, skip: str = "") -> Iterator[Plan]:
    """Yield the conditions of the chosen values and years, those of one facet left aside."""
    filters = query.filters
    for name, values in filters.values:
        if not values or name == skip:
            continue
        if name == "year":
            years = [int(value) for value in values if value.isdecimal() and len(value) <= _MAX_YEAR_DIGITS]
            yield AnyOf(tuple(Between("year", year, year) for year in years)) if years else Nothing()
        elif name in CODE_FACETS:
            yield OneOf(f"facet_{name}", values)
    if skip != "year" and (filters.year_from is not None or filters.year_to is not None):
        yield Between("year", filters.year_from, filters.year_to)
