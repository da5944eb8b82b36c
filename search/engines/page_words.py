"""Words of pages unstemmed, for beginnings and misspellings: read from the pages of the hits, not from the index.

Only a part of a question with a star or a tilde asks for them, and only of the publications shown. In the index they
took a sixth of a rebuild's processor time; read, they take ten publications of twenty pages 10 ms, and a part more
little: pages are read and parted once, and asked for once with what all parts give them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.engines.entry import PAGE_PLANES, exact_field, page_name
from search.engines.plan import AllOf, AnyOf, Fixed, Near, OneOf, Plan, Start, Term
from search.engines.tantivy_analysis import unstemmed

_EXACT = {exact_field(plane): plane for plane in PAGE_PLANES}
# A page: the id of its publication, its position there.
Key = tuple[int, int]
Scores = Mapping[Key, float]


class PageWords:
    """The words of those pages of some publications that the audience may see, read when first asked for."""

    def __init__(self, read: Callable[[], Iterable[tuple[Key, str]]]) -> None:
        """`read` gives each page with what it is shown from, only of what the audience may see."""
        self.read = read
        self.known: dict[Plan, Collection[Key]] = {}

    @cached_property
    def texts(self) -> dict[str, dict[Key, str]]:
        """Return for each plane the words of its pages, a space before and behind each word."""
        texts: dict[str, dict[Key, str]] = {plane: {} for plane in PAGE_PLANES}
        for key, shown in self.read():
            for plane, words in _by_plane(shown):
                texts[plane][key] = words
        return texts

    @cached_property
    def pages(self) -> dict[str, dict[str, list[Key]]]:
        """Return for each plane the pages of each of its words: a misspelling is compared with all words."""
        pages: dict[str, dict[str, list[Key]]] = {plane: defaultdict(list) for plane in PAGE_PLANES}
        for plane, texts in self.texts.items():
            for key, words in texts.items():
                for word in set(words.split()):
                    pages[plane][word].append(key)
        return pages

    def having(self, asked: Term | Start | Near) -> Collection[Key]:
        """Return the pages that have a word unstemmed; looked for once, as a plan finds and ranks by the same."""
        if asked not in self.known:
            self.known[asked] = self._having(asked)
        return self.known[asked]

    def _having(self, asked: Term | Start | Near) -> Collection[Key]:
        plane = _EXACT[asked.field]
        match asked:
            case Term(_, term):
                return [key for key, words in self.texts[plane].items() if f" {term} " in words]
            case Start(_, start):
                return [key for key, words in self.texts[plane].items() if f" {start}" in words]
        pages = self.pages[plane]
        found = process.extract(asked.term, pages.keys(), scorer=OSA.distance, score_cutoff=asked.distance, limit=None)
        return {key for word, _, _ in found for key in pages[word]}


def parted(plan: AllOf) -> tuple[AllOf, tuple[Plan, ...]]:
    """Return a plan of pages with any of some parts without those of unstemmed words, and these."""
    (choice,) = plan.parts
    parts = choice.parts if isinstance(choice, AnyOf) else (choice,)
    unstemmed_parts = tuple(filter(_is_unstemmed, (*parts, *plan.better)))
    others, better = (tuple(part for part in each if not _is_unstemmed(part)) for each in (parts, plan.better))
    return AllOf((AnyOf(others),), better=better), unstemmed_parts


def _is_unstemmed(plan: Plan) -> bool:
    match plan:
        case Term() | Start() | Near():
            return plan.field in _EXACT
        case Fixed(part, _):
            return _is_unstemmed(part)
        case AnyOf(parts) | AllOf(parts):
            return bool(parts) and all(map(_is_unstemmed, parts))
    return False


def scored(plan: Plan, words: PageWords) -> Scores:
    """Return the pages that a plan of unstemmed words finds, with their scores."""
    match plan:
        case Term() | Start() | Near():
            return dict.fromkeys(words.having(plan), 1.0)
        case Fixed(part, score):
            return dict.fromkeys(scored(part, words), score)
        case AnyOf(parts):
            return added(scored(part, words) for part in parts)
        case AllOf(parts):
            found = [scored(part, words) for part in parts]
            everywhere = set.intersection(*map(set, found))
            return {key: score for key, score in added(found).items() if key in everywhere}
    return {}


def added(scores: Iterable[Scores]) -> Scores:
    """Return the sum of the scores of each page."""
    total: dict[Key, float] = defaultdict(float)
    for each in scores:
        for key, score in each.items():
            total[key] += score
    return total


def placed(plan: AllOf, scores: Scores, ids: Collection[int]) -> AllOf:
    """Return a plan (of `parted`) that finds these pages too, if of one of the publications: those of a score at once.

    To list a page takes the engine 14 microseconds, a part of a question with all its pages ten milliseconds and more.
    """
    alike: dict[float, list[str]] = defaultdict(list)
    for (pk, position), score in scores.items():
        if pk in ids:
            alike[score].append(page_name(pk, position))
    (choice,) = plan.parts
    listed = (Fixed(OneOf("place", tuple(places)), score) for score, places in alike.items())
    return AllOf((AnyOf((choice, *listed)),), better=plan.better)


def _by_plane(shown: str) -> Iterator[tuple[str, str]]:
    """Yield the words of what a page is shown from, apart where its reference list begins."""
    head, _, text = shown.partition("\n")
    cut = json.loads(head)["cut"]
    parts = zip(PAGE_PLANES, (text[:cut], text[cut:]), strict=True)
    yield from ((plane, unstemmed(part)) for plane, part in parts if part)
