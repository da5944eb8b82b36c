"""Publications found, in the order that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest

from tantivy import DocAddress, Order, Query

from search.engines.tantivy_reading import numbers, top
from search.engines.tantivy_state import State
from search.query import Everything, SearchQuery

# Hits asked for beyond those that are shown, to see whether scores are equal at the end; if so, of that many.
MORE, MOST_TIED = 10, 2000
_ORDERS = {
    "newest": ("newest", Order.Desc),
    "oldest": ("oldest", Order.Asc),
    "title": ("sort_title", Order.Asc),
    "relevance": ("pk", Order.Asc),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A publication found: its id, its score, where it lies in the index."""

    id: int
    score: float
    address: DocAddress


def page_of(state: State, query: SearchQuery, words: Query, offset: int, limit: int) -> tuple[int, list[Found]]:
    """Return how many match, and those from `offset` on in the query's order, ties by id."""
    compiled = state.filtered(query, words)
    if limit <= 0 or offset >= state.publications.num_docs:
        return state.total(compiled), []
    if query.sort != "relevance" or isinstance(query.expression, Everything):
        return _in_order(state, compiled, query.sort, offset, limit)
    return ranked(state, compiled, offset, limit)


def _in_order(state: State, compiled: Query, sort: str, offset: int, limit: int) -> tuple[int, list[Found]]:
    field, order = _ORDERS[sort]
    total, hits = top(state.publications, compiled, limit, offset=offset, field=field, order=order)
    addresses = [address for _, address in hits]
    ids = numbers(state.publications, "pk", addresses)
    return total, [Found(pk, 0.0, address) for pk, address in zip(ids, addresses, strict=True)]


def ranked(state: State, compiled: Query, offset: int, limit: int) -> tuple[int, list[Found]]:
    """Return hits by score. Equal scores go by id, so more are asked for where they tie at the end: at last all."""
    wanted = offset + limit
    asked = wanted + MORE
    total, hits = top(state.publications, compiled, asked)
    while len(hits) == asked < total and hits[-1][0] == hits[wanted - 1][0]:
        # Those of a beginning have two or three scores, and hundreds the highest.
        asked = MOST_TIED if asked < MOST_TIED else total
        total, hits = top(state.publications, compiled, asked)
    ids = numbers(state.publications, "pk", [address for _, address in hits])
    ordered = nsmallest(wanted, ((-score, pk, address) for pk, (score, address) in zip(ids, hits, strict=True)))
    return total, [Found(pk, -minus, address) for minus, pk, address in ordered[offset:]]
