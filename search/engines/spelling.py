"""Words that were perhaps meant. One piece for both engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.engines.planning import leaves
from search.engines.tantivy_analysis import tokens
from search.query import Expression, Word

MIN_LETTERS = 4
MAX_WORDS = 6
MAX_CANDIDATES = 5


def misspellable(expression: Expression) -> Iterator[tuple[str, str]]:
    """Yield (word as typed, its term) of the words that may be misspelt."""
    words = [leaf for leaf in leaves(expression) if isinstance(leaf, Word) and not leaf.field]
    for word in words[:MAX_WORDS]:
        found = tokens("xx", word.text)
        if len(found) == 1 and len(found[0]) >= MIN_LETTERS and found[0].isalpha():
            yield word.text, found[0]


def nearest(term: str, known: Mapping[str, int]) -> list[str]:
    """Return the known words within one letter (two of a long word), nearest and then commonest first."""
    reach = 1 if len(term) < 6 else 2
    near = process.extract(term, known.keys(), scorer=OSA.distance, score_cutoff=reach, limit=50)
    ordered = sorted(((distance, -known[word], word) for word, distance, _ in near if word != term))
    return [word for _, _, word in ordered[:MAX_CANDIDATES]]
