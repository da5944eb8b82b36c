"""Whether the page on which words stand is found: known items made from the pages of real papers.

    python -m benchmarks.page_search --gold DIR [--queries 250] [--engine NAME] [--body WEIGHT …] [--format json]

DIR has manifest.json and PDFs. A query is four words of one sentence of a page, none of the title; its one
answer is that paper and that page. The peer is plain BM25 over single pages, each paper ranked by its best one.
With `--body` the weight of the text of pages is varied, which is how it was chosen.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.engines import ENGINES, opened
from benchmarks.relevance import Collection, PlainBM25
from benchmarks.table import Row, print_rows
from ingest.extraction.in_process import extract
from ingest.extraction.values import Failure
from search.engines.base import SearchEngine
from search.query import PUBLIC, SearchQuery
from search.ranking import RANKING
from search.schema import LanguageText, PageText, SearchDocument
from search.syntax import parse

WORDS = 4
MIN_LETTERS = 5
_WORD = re.compile(rf"[^\W\d_]{{{MIN_LETTERS},}}")
_SENTENCE = re.compile(r"[^.!?]{60,400}[.!?]")


@dataclass(frozen=True, slots=True)
class Item:
    text: str
    paper: int
    page: int


def papers(folder: Path) -> Iterator[SearchDocument]:
    """Yield the papers of a folder that have a good text layer, numbered from 1."""
    records = json.loads((folder / "manifest.json").read_text())["records"]
    number = 0
    for record in records:
        if record.get("text_quality") != "good":
            continue
        with (folder / record["path"]).open("rb") as file:
            extraction = extract(file)
        if isinstance(extraction, Failure):
            continue
        number += 1
        language = record.get("language") or "en"
        yield SearchDocument(
            id=number, key=record["id"], version=1, record_public=True, text_public=True, uploader=None,
            superseded=False, titles=(LanguageText(text=record["title"], language=language),), abstracts=(),
            authors=(), keywords=(), identifiers=(), facets=(("language", (language,)),), year=None, date="",
            added="", sort_title=record["title"],
            pages=tuple(PageText(number=n, text=page.text) for n, page in enumerate(extraction.pages, 1)),
        )  # fmt: skip


def items(documents: Sequence[SearchDocument], count: int) -> list[Item]:
    """Return known items, as even over the papers as can be."""
    draw = random.Random(3)
    found: list[Item] = []
    while len(found) < count:
        before = len(found)
        for document in draw.sample(documents, len(documents)):
            if len(found) < count and (item := _item(document, draw)):
                found.append(item)
        if len(found) == before:
            break
    return found


def _item(document: SearchDocument, draw: random.Random) -> Item | None:
    page = draw.choice(document.pages) if document.pages else None
    sentences = _SENTENCE.findall(page.text) if page else []
    if page is None or not sentences:
        return None
    title = {word.lower() for word in _WORD.findall(document.titles[0].text)}
    words = [word for word in dict.fromkeys(_WORD.findall(draw.choice(sentences))) if word.lower() not in title]
    if len(words) < WORDS:
        return None
    return Item(" ".join(draw.sample(words, WORDS)), document.id, page.number)


def measured(engine: SearchEngine, asked: Sequence[Item]) -> dict[str, float]:
    """Return the mean reciprocal rank of the paper, and how often its page is the first, or one of two, shown."""
    rank_sum = first = shown = 0.0
    for item in asked:
        hits = engine.search(SearchQuery(audience=PUBLIC, expression=parse(item.text).expression)).hits
        place = next((place for place, hit in enumerate(hits, 1) if hit.id == item.paper), 0)
        if place:
            rank_sum += 1 / place
            pages = [passage.page for passage in hits[place - 1].passages]
            first += pages[:1] == [item.page]
            shown += item.page in pages
    return _shares(rank_sum, first, shown, len(asked))


def of_single_pages(documents: Sequence[SearchDocument], asked: Sequence[Item]) -> dict[str, float]:
    """Return the same of plain BM25 over single pages."""
    pages = {f"{d.id}.{p.number}": (d.titles[0].text, p.text) for d in documents for p in d.pages}
    plain = PlainBM25(Collection(name="", language="en", documents=pages, queries={}, grades={}))
    rank_sum = first = shown = 0.0
    for item in asked:
        by_paper: dict[int, list[int]] = {}
        for name in plain.found(item.text):
            paper, _, page = name.partition(".")
            by_paper.setdefault(int(paper), []).append(int(page))
        ranked = list(by_paper)[:10]
        if item.paper in ranked:
            rank_sum += 1 / (ranked.index(item.paper) + 1)
            first += by_paper[item.paper][0] == item.page
            shown += item.page in by_paper[item.paper][:2]
    return _shares(rank_sum, first, shown, len(asked))


def _shares(rank_sum: float, first: float, shown: float, count: int) -> dict[str, float]:
    return {"MRR@10 of the paper": rank_sum / count, "page first": first / count, "page shown": shown / count}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--queries", type=int, default=250)
    parser.add_argument("--engine", choices=ENGINES, default="tantivy")
    parser.add_argument("--body", type=float, action="append")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    documents = list(papers(options.gold))
    asked = items(documents, options.queries)
    peer = of_single_pages(documents, asked)
    rows: list[Row] = []
    for body in options.body or [RANKING.body]:
        ranking = replace(RANKING, body=body)
        with tempfile.TemporaryDirectory() as scratch, opened(options.engine, Path(scratch), ranking) as engine:
            engine.rebuild(documents)
            found = measured(engine, asked)
        group = f"body weight {body:g}"
        rows += [Row(name=name, group=group, n=len(asked), value=found[name], peer=peer[name]) for name in found]
    print_rows("page_search", rows, form=options.format)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
