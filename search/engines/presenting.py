"""Hits as they are shown: marked titles, passages, and where the words were found. One piece for both engines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.analysis import fold
from search.engines.marking import Mark, Marker, excerpt, fragments
from search.engines.planning import leaves
from search.query import Expression, SearchQuery
from search.results import Facet, FacetValue, Hit, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page that an engine located; `shown` is what the entry stored of it."""

    number: int
    file: int
    shown: str


class Presenter:
    """Makes hits of what engines found for one query."""

    def __init__(self, expression: Expression, near: Sequence[int] = ()) -> None:
        self.near = frozenset(near)
        plain = all(leaf.field == "" for leaf in leaves(expression))
        # One marker remembers for all fields what it decided of each word.
        self.text = Marker(expression, "text")
        self.title = self.text if plain else Marker(expression, "title")
        self.abstract = self.text if plain else Marker(expression, "abstract")
        self.author = self.text if plain else Marker(expression, "author")
        self.keyword = self.text if plain else Marker(expression, "keyword")

    def hit(
        self, pk: int, shown: str, pages: Sequence[FoundPage], *, page_count: int, score: float, relaxed: bool
    ) -> Hit:
        """Return the hit of a publication with its best pages, best first."""
        record = json.loads(shown)
        passages = tuple(self.passage(page) for page in pages)
        titles = _marked(self.title, record["titles"])
        abstracts = _marked(self.abstract, record["abstracts"])
        # Only whether they match is told: one look at all of them is enough.
        authors = _marked(self.author, [("xx", "\n".join(record["authors"]))])
        keyword_language = record["keywords"][0][0] if record["keywords"] else "xx"
        keywords = _marked(self.keyword, [(keyword_language, "\n".join(text for _, text in record["keywords"]))])
        found = {
            "title": any(marks for _, marks in titles),
            "abstract": any(marks for _, marks in abstracts),
            "author": any(marks for _, marks in authors),
            "keyword": any(marks for _, marks in keywords),
            "text": any(not passage.references for passage in passages),
            "references": any(passage.references for passage in passages),
        }
        found["meaning"] = relaxed and pk in self.near and not any(found.values())
        title, title_marks = _best(titles)
        abstract, abstract_marks = _best(abstracts)
        return Hit(
            id=pk,
            key=record["key"],
            score=score,
            passages=passages,
            page_count=page_count,
            title=fragments(title, title_marks),
            abstract=excerpt(abstract, abstract_marks) if abstract_marks else (),
            places=tuple(place for place, is_there in found.items() if is_there),
            relaxed=relaxed,
        )

    def passage(self, page: FoundPage) -> Passage:
        head, _, text = page.shown.partition("\n")
        shown = json.loads(head)
        marks = self.text.marks(text, shown["language"])
        stretch = excerpt(text, [mark for mark in marks if mark.start < shown["cut"]] or marks)
        return Passage(
            page=page.number,
            label=shown["label"],
            excerpt=stretch,
            file=page.file,
            references=bool(marks) and marks[0].start >= shown["cut"],
        )


def _marked(marker: Marker, texts: list[tuple[str, str]]) -> list[tuple[str, list[Mark]]]:
    return [(text, marker.marks(text, language, thorough=False)) for language, text in texts]


def _best(marked: list[tuple[str, list[Mark]]]) -> tuple[str, list[Mark]]:
    """Return the text that has most of the query, the first where they are even."""
    nothing: tuple[str, list[Mark]] = ("", [])
    return max(marked, key=lambda each: len({mark.leaf for mark in each[1]}), default=nothing)


def faceted(query: SearchQuery, name: str, counts: Mapping[str, int], limit: int, containing: str = "") -> Facet:
    """Return a facet of its counts: most first, then by value, the chosen values in any case."""
    chosen = query.filters.of(name)
    wanted = fold(containing)
    named = [(v, n) for v, n in counts.items() if wanted in fold(v)] if wanted else list(counts.items())
    ordered = sorted(named, key=lambda each: (-each[1], each[0]))
    values = ordered[:limit]
    kept = {value for value, _ in values}
    values += [(value, counts.get(value, 0)) for value in dict.fromkeys(chosen) if value not in kept]
    return Facet(
        name=name,
        values=tuple(FacetValue(value=value, count=count, chosen=value in chosen) for value, count in values),
        more=len(ordered) > limit,
    )
