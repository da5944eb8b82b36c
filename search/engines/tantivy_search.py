"""A search in one state of the index: hits with their pages, those with most of the words, facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tantivy import Order, Query

from search.engines.plan import AllOf, OneOf
from search.engines.planning import relaxed_plan
from search.engines.presenting import Presenter, faceted
from search.engines.tantivy_facets import counts
from search.engines.tantivy_hits import Found, page_of
from search.engines.tantivy_pages import located
from search.engines.tantivy_reading import numbers, stored, top
from search.engines.tantivy_state import State
from search.engines.tantivy_suggesting import corrections
from search.query import SearchQuery
from search.results import Facet, Hit, Results

# Fewer hits than this with all the words, and papers with most of them follow.
FEW = 10
MAX_LIMIT = 1000


def results(state: State, query: SearchQuery) -> Results:
    """Return what a query finds."""
    strict = state.strict(query)
    if not query.facets:
        return _found(state, query, strict)
    # tantivy counts without Python's lock: on a second processor, while this one looks at pages.
    with ThreadPoolExecutor(1) as beside:
        counted = beside.submit(counts, state, query, strict, query.facets, query.facet_values)
        found = _found(state, query, strict)
        by_facet = counted.result()
    facets = tuple(faceted(query, name, by_facet[name], query.facet_values) for name in query.facets)
    return replace(found, facets=facets)


def _found(state: State, query: SearchQuery, strict: Query) -> Results:
    """Return what was found, without facets."""
    offset, limit = max(query.offset, 0), min(max(query.limit, 0), MAX_LIMIT)
    total, found = page_of(state, query, strict, offset, limit)
    hits = [(each, False) for each in found]
    relaxed_total = 0
    if total < FEW and query.relaxed and (relaxed := _relaxed(state, query, strict, total)):
        relaxed_total, more = page_of(state, query, relaxed, max(offset - total, 0), limit - len(found))
        hits += [(each, True) for each in more]
    return Results(
        total=total,
        hits=tuple(_shown(state, query, hits)),
        relaxed_total=relaxed_total,
        did_you_mean=() if total else tuple(corrections(state, query)),
    )


def _relaxed(state: State, query: SearchQuery, strict: Query, total: int) -> Query | None:
    """Return the query of papers with most of the words but not all; None where none may follow."""
    plan = relaxed_plan(query.expression, state.scope(query))
    if plan is None:
        return None
    have_all = [str(each.id) for each in page_of(state, query, strict, 0, total)[1]] if total else []
    return state.compiler.query(AllOf((plan,), without=(OneOf("id", tuple(have_all)),)) if have_all else plan)


def _shown(state: State, query: SearchQuery, hits: list[tuple[Found, bool]]) -> Iterator[Hit]:
    presenter = Presenter(query.expression, query.near)
    pages = located(state, query, [found.id for found, _ in hits]) if query.passages > 0 else {}
    for found, relaxed in hits:
        count, best = pages.get(found.id, (0, []))
        shown = stored(state.publications, found.address)
        yield presenter.hit(found.id, shown, best, page_count=count, score=found.score, relaxed=relaxed)


def facet(state: State, query: SearchQuery, name: str, limit: int, containing: str) -> Facet:
    """Return the most frequent values of a facet, of those that contain a text."""
    most = 0 if containing else limit
    found = counts(state, query, state.strict(query), [name], most)
    return faceted(query, name, found[name], limit, containing)


def all_ids(state: State, query: SearchQuery) -> tuple[int, ...]:
    """Return the ids of all that a query finds, in its order."""
    _, found = page_of(state, query, state.strict(query), 0, max(state.publications.num_docs, 1))
    return tuple(each.id for each in found)


def versions(state: State) -> Iterator[tuple[int, int]]:
    """Yield the id and the version of each publication."""
    limit = max(state.publications.num_docs, 1)
    _, hits = top(state.publications, Query.all_query(), limit, field="pk", order=Order.Asc)
    addresses = [address for _, address in hits]
    ids, found = (numbers(state.publications, name, addresses) for name in ("pk", "version"))
    yield from zip(ids, found, strict=True)


def page_counts(state: State) -> Iterator[tuple[int, int]]:
    """Yield the id of each publication that has pages, with their number."""
    _, hits = top(state.pages, Query.all_query(), max(state.pages.num_docs, 1), field="pk", order=Order.Asc)
    yield from Counter(numbers(state.pages, "pk", [address for _, address in hits])).items()
