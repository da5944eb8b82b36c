"""On which pages of publications the words of a query are, the best first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from tantivy import DocAddress

from search.engines.conditions import among, hidden
from search.engines.page_words import Key, PageWords, added, parted, placed, scored
from search.engines.plan import AllOf, Plan
from search.engines.planning import any_word_plan
from search.engines.presenting import FoundPage
from search.engines.tantivy_reading import numbers, stored, top
from search.engines.tantivy_state import State
from search.query import SearchQuery

PAGES_LOOKED_AT = 60
# Pages asked for at first where all are read; of longer reports there are more.
_READ = 2000
# On how many pages of a publication the words are, and its best pages.
Located = dict[int, tuple[int, list[FoundPage]]]


def located(state: State, query: SearchQuery, ids: list[int]) -> Located:
    """Return for each publication that has the words on its pages on how many, and the best of them."""
    plan = any_word_plan(query.expression, replace(state.scope(query), pages=True))
    if plan is None or not ids:
        return {}
    plan, unstemmed = parted(plan)
    words = PageWords(lambda: _read(state, query, ids))
    scores = added(scored(part, words) for part in unstemmed)
    found = _best_pages(state, query, placed(plan, scores, ids), ids)
    if found is None:
        # One long report had more pages than were looked at: each publication is asked alone.
        alone = [_best_pages(state, query, placed(plan, scores, [pk]), [pk]) or {} for pk in ids]
        found = {pk: pages for each in alone for pk, pages in each.items()}
    return found


def _read(state: State, query: SearchQuery, ids: list[int]) -> Iterator[tuple[Key, str]]:
    """Yield each page of publications with what it is shown from."""
    asked = state.page_compiler.query(AllOf((among(ids),), without=hidden(query.audience)))
    total, hits = top(state.pages, asked, _READ)
    if total > len(hits):
        _, hits = top(state.pages, asked, total)
    # In the order in which they are stored: neighbours are compressed together.
    addresses = sorted((address for _, address in hits), key=lambda a: (a.segment_ord, a.doc))
    keys = zip(*(numbers(state.pages, name, addresses) for name in ("pk", "position")), strict=True)
    yield from ((key, stored(state.pages, address)) for key, address in zip(keys, addresses, strict=True))


def _best_pages(state: State, query: SearchQuery, plan: Plan, ids: list[int]) -> Located | None:
    """Return the pages of publications; None where several have more than are looked at."""
    asked = AllOf((plan, among(ids)), without=hidden(query.audience))
    limit = max(PAGES_LOOKED_AT * len(ids), query.passages)
    total, hits = top(state.pages, state.page_compiler.query(asked), limit)
    if total > limit and len(ids) > 1:
        return None
    addresses = [address for _, address in hits]
    pks, places, files = (numbers(state.pages, name, addresses) for name in ("pk", "number", "file"))
    best: dict[int, list[tuple[float, int, int, DocAddress]]] = defaultdict(list)
    for pk, number, file, (score, address) in zip(pks, places, files, hits, strict=True):
        best[pk].append((-score, number, file, address))
    alone = len(ids) == 1
    return {pk: (total if alone else len(pages), _first(state, pages, query.passages)) for pk, pages in best.items()}


def _first(state: State, pages: list[tuple[float, int, int, DocAddress]], most: int) -> list[FoundPage]:
    return [
        FoundPage(number=number, file=file, shown=stored(state.pages, address))
        for _, number, file, address in sorted(pages, key=lambda page: page[:3])[:most]
    ]
