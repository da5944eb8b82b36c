"""Facets counted: those without a choice at once, each chosen one as if its own choice were not made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tantivy import Query

from search.engines.entry import NUMBERED, value_number
from search.engines.plan import AllOf, OneOf
from search.engines.tantivy_state import State
from search.query import SearchQuery

# Values of a facet beyond which tantivy counts no more.
MAX_BUCKETS = 60_000
# So many times as many values as are asked for are looked at, that those with equal counts are all seen.
TIED_VALUES = 10


def counts(
    state: State, query: SearchQuery, words: Query, names: Sequence[str], most: int = 0
) -> dict[str, dict[str, int]]:
    """Return the counts of each facet under the other facets' choices.

    `most` is how many values are asked for, the most frequent; where there are many, rarer ones are left out.
    """
    filters = query.filters
    years = filters.year_from is not None or filters.year_to is not None
    chosen = [name for name in names if filters.of(name) or (name == "year" and years)]
    free = [name for name in names if name not in chosen]
    found = _aggregated(state, state.filtered(query, words), free, most) if free else {}
    for name in chosen:
        others = state.filtered(query, words, skip=name)
        found |= _aggregated(state, others, [name], most)
        for value in set(filters.of(name)) - found[name].keys() if name in NUMBERED else ():
            # A rare one may be chosen, which is not among the most frequent.
            has_value = AllOf((OneOf(f"facet_{name}", (value,)),))
            found[name][value] = state.total(state.compiler.within(others, has_value))
    return found


def _aggregated(state: State, compiled: Query, names: Sequence[str], most: int) -> dict[str, dict[str, int]]:
    asked = {name: most * TIED_VALUES if most and name in NUMBERED else MAX_BUCKETS for name in names}
    found: dict[str, dict[str, int]] = {}
    while asked:
        buckets = _buckets(state, compiled, asked)
        # Of values with equal counts the first by the alphabet is shown: all of them must be known.
        whole = {name for name, each in buckets.items() if len(each) < asked[name] or asked[name] == MAX_BUCKETS}
        cut = {name for name in asked.keys() - whole if _ties(buckets[name], most)}
        found |= {name: {_value(state, name, key): n for key, n in buckets[name]} for name in asked.keys() - cut}
        asked = {name: min(asked[name] * TIED_VALUES, MAX_BUCKETS) for name in cut}
    return found


def _buckets(state: State, compiled: Query, sizes: dict[str, int]) -> dict[str, list[tuple[Any, int]]]:
    """Return so many values of each facet with their counts, the most frequent first."""
    asked = {
        name: {"terms": {"field": _column(name), "size": size, "segment_size": MAX_BUCKETS}}
        for name, size in sizes.items()
    }
    answer = state.publications.aggregate(compiled, asked)
    return {name: [(b["key"], b["doc_count"]) for b in answer[name]["buckets"]] for name in sizes}


def _value(state: State, name: str, key: Any) -> str:
    """Return the value of a facet that was counted: itself, a year, or what has the number."""
    if name not in (*NUMBERED, "year"):
        return str(key)
    number = int(key)
    if name == "year":
        return str(number)
    if number not in state.values:
        known = state.publications.terms_with_prefix(f"facet_{name}", "")
        state.values.update((value_number(value), value) for value, _ in known)
    return state.values[number]


def _column(facet: str) -> str:
    """Return the column in which the values of a facet are counted."""
    if facet in NUMBERED:
        return f"number_{facet}"
    return "year" if facet == "year" else f"facet_{facet}"


def _ties(buckets: Sequence[tuple[Any, int]], most: int) -> bool:
    """Tell whether the last value that was looked at is as frequent as the last of those that are asked for."""
    return 0 < most <= len(buckets) and buckets[-1][1] == buckets[most - 1][1]
