"""What a search answers: hits with their passages, facet counts, a total. Plain values, no HTML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of text that matched, or one between matches."""

    text: str
    matched: bool


Excerpt = tuple[Fragment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The best place on one page of a hit; `label` is the printed page number.

    `references` is set when the place is in a list of references.
    """

    page: int
    label: str
    excerpt: Excerpt
    file: int = 0
    references: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A publication that matches. `page_count` is on how many of its pages the words were found.

    `places` says where: of "title", "abstract", "author", "keyword", "text", "references"; "meaning" alone
    where none of the words was found and the paper is close in meaning.
    `abstract` is the part of the abstract that matched. `relaxed` marks a paper that has most of the
    words, not all.
    """

    id: int
    key: str
    score: float
    passages: tuple[Passage, ...] = ()
    page_count: int = 0
    title: Excerpt = ()
    abstract: Excerpt = ()
    places: tuple[str, ...] = ()
    relaxed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Counts of one facet: what each value alone gives under the other facets' choices.

    Most papers first, then by value. `more` says that there are values beyond those returned.
    """

    name: str
    values: tuple[FacetValue, ...]
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Hits of one page of results.

    `total` counts the papers that have all the words, and so do the facets; `relaxed_total` counts
    those that have only most of them, which follow below. `did_you_mean` pairs a word that nothing
    has with the one that was perhaps meant.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    relaxed_total: int = 0
    did_you_mean: tuple[tuple[str, str], ...] = ()

    def facet(self, name: str) -> Facet:
        return next((f for f in self.facets if f.name == name), Facet(name=name, values=()))


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStatus:
    """How an engine is: `ready` when it can be searched, `version` of its index, how much is in it."""

    name: str
    ready: bool
    version: int | None
    publications: int
    pages: int
    message: str = ""
