"""Hits as they are shown: marked titles, passages, and where the words were found. One piece for both engines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from search.engines.marking import Marker, excerpt, fragments
from search.query import Expression
from search.results import Excerpt, Hit, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page that an engine located; `shown` is what the entry stored of it."""

    number: int
    file: int
    shown: str


class Presenter:
    """Makes hits of what engines found for one query."""

    def __init__(self, expression: Expression) -> None:
        self.title = Marker(expression, "title")
        self.abstract = Marker(expression, "abstract")
        self.author = Marker(expression, "author")
        self.keyword = Marker(expression, "keyword")
        self.text = Marker(expression, "text")

    def hit(
        self, pk: int, shown: str, pages: Sequence[FoundPage], *, page_count: int, score: float, relaxed: bool
    ) -> Hit:
        """Return the hit of a publication with its best pages, best first."""
        record = json.loads(shown)
        passages = tuple(self.passage(page) for page in pages)
        places = tuple(place for place, found in self._places(record, passages) if found)
        return Hit(
            id=pk,
            key=record["key"],
            score=score,
            passages=passages,
            page_count=page_count,
            title=self._title(record["titles"]),
            abstract=self._abstract(record["abstracts"]),
            places=places,
            relaxed=relaxed,
        )

    def passage(self, page: FoundPage) -> Passage:
        shown = json.loads(page.shown)
        marks = self.text.marks(shown["text"], shown["language"])
        stretch = excerpt(shown["text"], [mark for mark in marks if mark.start < shown["cut"]] or marks)
        return Passage(
            page=page.number,
            label=shown["label"],
            excerpt=stretch,
            file=page.file,
            references=bool(marks) and marks[0].start >= shown["cut"],
        )

    def _places(self, record: dict[str, list[tuple[str, str]]], passages: Sequence[Passage]) -> list[tuple[str, bool]]:
        return [
            ("title", any(self.title.marks(text, language) for language, text in record["titles"])),
            ("abstract", any(self.abstract.marks(text, language) for language, text in record["abstracts"])),
            ("author", any(self.author.marks(str(name), "xx") for name in record["authors"])),
            ("keyword", any(self.keyword.marks(text, language) for language, text in record["keywords"])),
            ("text", any(not passage.references for passage in passages)),
            ("references", any(passage.references for passage in passages)),
        ]

    def _title(self, titles: list[tuple[str, str]]) -> Excerpt:
        """Return the title that has most of the query, the first where they are even."""
        marked = [(text, self.title.marks(text, language)) for language, text in titles]
        if not marked:
            return ()
        text, marks = max(marked, key=lambda each: len({mark.leaf for mark in each[1]}))
        return fragments(text, marks)

    def _abstract(self, abstracts: list[tuple[str, str]]) -> Excerpt:
        marked = [(text, self.abstract.marks(text, language)) for language, text in abstracts]
        text, marks = max(marked, key=lambda each: len({mark.leaf for mark in each[1]}), default=("", []))
        return excerpt(text, marks) if marks else ()
