"""What must hold of a hit whatever its words: who asks, where, and what was chosen. One piece for both engines."""

from __future__ import annotations

from collections.abc import Iterator

from search.engines.entry import CODE_FACETS
from search.engines.plan import AnyOf, Between, Nothing, OneOf, Plan
from search.engines.planning import visible
from search.query import SearchQuery

_MAX_YEAR_DIGITS = 6


def within_reach(query: SearchQuery) -> Iterator[Plan]:
    """Yield the conditions that facets share with hits: the audience, older versions, search inside some."""
    yield visible(query.audience)
    if query.within:
        yield OneOf("id", tuple(map(str, query.within)))
    elif not query.superseded:
        yield OneOf("superseded", ("0",))


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
