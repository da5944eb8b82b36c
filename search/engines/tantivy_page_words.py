"""Words of pages unstemmed, for beginnings and misspellings: read from the pages of the hits, not from the index.

Only a question with a star or a tilde asks for them, and only of the ten publications shown. In the index they took a
sixth of a rebuild's processor time and of its room; read, they take ten such publications of twenty pages 10 ms.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA
from tantivy import Searcher

from search.engines.entry import PAGE_PLANES, exact_field
from search.engines.plan import AllOf, AnyOf, Fixed, Near, OneOf, Plan, Start, Term
from search.engines.tantivy_analysis import LONGEST_WORD, unstemmed
from search.engines.tantivy_index import place
from search.engines.tantivy_query import Compiler
from search.engines.tantivy_reading import numbers, stored, top

_EXACT = {exact_field(plane): plane for plane in PAGE_PLANES}
# Pages asked for at first; of longer reports there are more.
_PAGES = 2000


class PageWords:
    """The words of the pages of some publications, read when they are first asked for."""

    def __init__(self, searcher: Searcher, compiler: Compiler, ids: Sequence[int]) -> None:
        self.searcher = searcher
        self.query = compiler.query(OneOf("id", tuple(map(str, ids))))
        self.found: dict[Plan, OneOf] = {}

    @cached_property
    def texts(self) -> dict[str, dict[str, str]]:
        """Return for each plane the words of its pages by their places, a space before and behind each word."""
        total, hits = top(self.searcher, self.query, _PAGES)
        if total > len(hits):
            _, hits = top(self.searcher, self.query, total)
        # In the order in which they are stored: neighbours are compressed together.
        addresses = sorted((address for _, address in hits), key=lambda a: (a.segment_ord, a.doc))
        keys = zip(*(numbers(self.searcher, name, addresses) for name in ("pk", "file", "number")), strict=True)
        texts: dict[str, dict[str, str]] = {plane: {} for plane in PAGE_PLANES}
        for key, address in zip(keys, addresses, strict=True):
            for plane, words in _by_plane(stored(self.searcher, address)):
                texts[plane][place(*key)] = words
        return texts

    def places(self, asked: Term | Start | Near) -> OneOf:
        """Return where a word unstemmed is; worked out once, as a plan finds and ranks by the same."""
        if asked not in self.found:
            texts = self.texts[_EXACT[asked.field]]
            self.found[asked] = OneOf("place", tuple(_places(texts, asked)))
        return self.found[asked]


def placed(plan: Plan, words: PageWords) -> Plan:
    """Return a plan of pages with the places of unstemmed words for what asks for these."""
    match plan:
        case Term() | Start() | Near():
            return words.places(plan) if plan.field in _EXACT else plan
        case Fixed(part, score):
            return Fixed(placed(part, words), score)
        case AnyOf(parts, least):
            return AnyOf(tuple(placed(part, words) for part in parts), least)
        case AllOf(parts, better, without):
            return AllOf(*(tuple(placed(part, words) for part in each) for each in (parts, better, without)))
    return plan


def _places(texts: Mapping[str, str], asked: Term | Start | Near) -> list[str]:
    match asked:
        case Term(_, term):
            return [place for place, words in texts.items() if f" {term} " in words]
        case Start(_, start):
            return [place for place, words in texts.items() if any(len(w) < LONGEST_WORD for w in _begun(words, start))]
    parted = {place: words.split() for place, words in texts.items()}
    every = set(chain.from_iterable(parted.values()))
    found = process.extract(asked.term, every, scorer=OSA.distance, score_cutoff=asked.distance, limit=None)
    meant = frozenset(word for word, _, _ in found if len(word) < LONGEST_WORD)
    return [place for place, words in parted.items() if not meant.isdisjoint(words)]


def _by_plane(shown: str) -> Iterator[tuple[str, str]]:
    """Yield the words of what a page is shown from, apart where its reference list begins."""
    head, _, text = shown.partition("\n")
    cut = json.loads(head)["cut"]
    parts = zip(PAGE_PLANES, (text[:cut], text[cut:]), strict=True)
    yield from ((plane, unstemmed(part)) for plane, part in parts if part)


def _begun(words: str, start: str) -> Iterator[str]:
    at = words.find(f" {start}")
    while at >= 0:
        end = words.find(" ", at + 1)
        yield words[at + 1 : end]
        at = words.find(f" {start}", end)
