"""What is suggested: while a reader types, and for words that nothing has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from search.analysis import fold
from search.engines.conditions import newest
from search.engines.entry import WORD, exact_field, shown_terms, suggested
from search.engines.plan import AnyOf, OneOf
from search.engines.planning import plan_of
from search.engines.spelling import misspellable, nearest
from search.engines.tantivy_reading import stored, top
from search.engines.tantivy_state import State
from search.query import Audience, SearchQuery, Word

# Words beginning with one letter that are compared with a misspelling, commonest first.
VOCABULARY = 50_000
# The newest papers that suggestions are made of, and the words of a beginning by which they are found.
LATELY = 24
COMMONEST = 50
_SUGGESTING = tuple(map(exact_field, ("title", "keyword", "author")))


def suggestions(state: State, prefix: str, audience: Audience, limit: int) -> tuple[str, ...]:
    """Return words, titles, names and subjects that begin so, of what the audience may find."""
    start = fold(prefix)
    if not start:
        return ()
    if found := _lately_suggested(state, start, audience, limit):
        return found
    seen = state.compiler.query(newest(audience))
    words, texts = (
        [
            term
            for term, count in state.publications.terms_with_prefix(
                "suggest", begun, filter_query=seen, limit=limit * 4
            )
            if count
        ]
        for begun in (f"{WORD}{start}", start)
    )
    return suggested(start, words, texts, limit)


def _lately_suggested(state: State, start: str, audience: Audience, limit: int) -> tuple[str, ...]:
    """Return suggestions of the newest papers alone where many have such a word; nothing where they give too few.

    Thousands of titles go on from two letters, and all would be read to list the first eight.
    """
    begun = AnyOf(tuple(OneOf(field, _commonest(state, field, start)) for field in _SUGGESTING))
    total, hits = top(state.publications, state.compiler.query(newest(audience, begun)), LATELY, field="newest")
    if total <= LATELY:
        return ()
    terms: Counter[str] = Counter()
    for _, address in hits:
        terms.update(shown_terms(stored(state.publications, address), start))
    ordered = sorted(terms, key=lambda term: (-terms[term], term))
    words, texts = ([term for term in ordered if term.startswith(at)] for at in (f"{WORD}{start}", start))
    found = suggested(start, words, texts, limit)
    return found if len(found) == limit else ()


def _commonest(state: State, field: str, start: str) -> tuple[str, ...]:
    """Return the commonest words that begin so, of all papers: for a query only, never to be shown."""
    return tuple(term for term, _ in state.publications.terms_with_prefix(field, start, limit=COMMONEST))


def corrections(state: State, query: SearchQuery) -> Iterator[tuple[str, str]]:
    """Yield words that nothing visible has, each with the nearest that something has."""
    scope = state.scope(query)
    for word, term in misspellable(query.expression):
        if state.having(query, plan_of(Word(word), scope)):
            continue
        known: Counter[str] = Counter()
        for plane in scope.open_planes("", merged=True):
            known.update(dict(state.publications.terms_with_prefix(exact_field(plane), term[:1], limit=VOCABULARY)))
        for candidate in nearest(term, known):
            if state.having(query, plan_of(Word(candidate), scope)):
                yield word, candidate
                break
