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
    """The best place on one page of a hit; `label` is the printed page number."""

    page: int
    label: str
    excerpt: Excerpt
    file: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A publication that matches. `page_count` is on how many of its pages the words were found."""

    id: int
    key: str
    score: float
    passages: tuple[Passage, ...] = ()
    page_count: int = 0
    title: Excerpt = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Counts of one facet: what each value alone gives under the other facets' choices."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()

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
