"""How well papers are ranked: judged collections, each query asked as a reader would, beside plain BM25.

    python -m benchmarks.relevance --collection DIR [--collection DIR …] [--engine NAME] [--format json]

DIR holds docs.jsonl ({id, title, text}), queries.jsonl ({id, text}), qrels.tsv (query, document, grade) and
perhaps info.json ({lang}). Title is the document's title, text its abstract. The peer is plain BM25 over one
field of both, run in the same command with the same analysis; `bm25_baseline.json` beside the collections is
used for the peer where it has the collection.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engines import ENGINES, opened
from benchmarks.table import Row, print_rows
from search.engines.base import SearchEngine
from search.engines.tantivy_analysis import text_language, tokens
from search.query import PUBLIC, SearchQuery
from search.schema import LanguageText, SearchDocument
from search.syntax import parse

DEPTH = 100
K1, B = 1.2, 0.75
MEASURES = ("nDCG@10", "MRR@10", "recall@100", "MAP")
_BASELINE = {"nDCG@10": "ndcg10", "MRR@10": "mrr10", "recall@100": "recall100", "MAP": "map"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    name: str
    language: str
    documents: Mapping[str, tuple[str, str]]
    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]


def read_collection(folder: Path) -> Collection:
    """Return the collection of a folder; queries without judgements are left out."""
    info = folder / "info.json"
    language = json.loads(info.read_text()).get("lang", "en") if info.exists() else "en"
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text().splitlines()[1:]:
        query, document, grade = line.split("\t")
        grades[query][document] = int(grade)
    queries = {each["id"]: each["text"] for each in _lines(folder / "queries.jsonl")}
    return Collection(
        name=folder.name,
        language=language,
        documents={each["id"]: (each.get("title", ""), each.get("text", "")) for each in _lines(folder / "docs.jsonl")},
        queries={key: text for key, text in queries.items() if any(grades.get(key, {}).values())},
        grades=grades,
    )


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def documents_of(collection: Collection) -> Iterator[SearchDocument]:
    """Yield the documents to index, numbered in the order of the collection."""
    for number, (title, text) in enumerate(collection.documents.values(), 1):
        yield SearchDocument(
            id=number,
            key=str(number),
            version=1,
            record_public=True,
            text_public=True,
            uploader=None,
            superseded=False,
            titles=(LanguageText(text=title, language=collection.language),),
            abstracts=(LanguageText(text=text, language=collection.language),) if text else (),
            authors=(),
            keywords=(),
            identifiers=(),
            facets=(("language", (collection.language,)),),
            year=None,
            date="",
            added="",
            sort_title=title,
        )


def run(engine: SearchEngine, collection: Collection) -> dict[str, list[str]]:
    """Return the ids found for each query, best first."""
    names = list(collection.documents)
    found: dict[str, list[str]] = {}
    for key, text in collection.queries.items():
        question = SearchQuery(audience=PUBLIC, expression=parse(text).expression, limit=DEPTH, passages=0)
        found[key] = [names[hit.id - 1] for hit in engine.search(question).hits]
    return found


class PlainBM25:
    """BM25 over one field of title and text, every word an alternative."""

    def __init__(self, collection: Collection) -> None:
        self.language = text_language(collection.language)
        self.names = list(collection.documents)
        self.lengths: list[int] = []
        self.postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, (title, text) in enumerate(collection.documents.values()):
            words = tokens(self.language, f"{title} {text}")
            self.lengths.append(len(words))
            for word, count in Counter(words).items():
                self.postings[word].append((number, count))
        self.average = sum(self.lengths) / len(self.lengths)

    def found(self, text: str) -> list[str]:
        scores: dict[int, float] = defaultdict(float)
        for word, times in Counter(tokens(self.language, text)).items():
            postings = self.postings.get(word, [])
            idf = math.log(1 + (len(self.names) - len(postings) + 0.5) / (len(postings) + 0.5))
            for number, count in postings:
                norm = K1 * (1 - B + B * self.lengths[number] / self.average)
                scores[number] += times * idf * count * (K1 + 1) / (count + norm)
        best = sorted(scores, key=lambda number: (-scores[number], number))[:DEPTH]
        return [self.names[number] for number in best]


def measured(collection: Collection, found: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Return the mean of each measure over the queries; the grade itself is the gain."""
    sums: dict[str, float] = defaultdict(float)
    for query in collection.queries:
        grades = {document: grade for document, grade in collection.grades[query].items() if grade > 0}
        for measure, value in _of_query(found[query], grades).items():
            sums[measure] += value
    return {measure: sums[measure] / len(collection.queries) for measure in MEASURES}


def _of_query(found: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    gain = sum(grades.get(document, 0) / math.log2(rank + 1) for rank, document in enumerate(found[:10], 1))
    best = sorted(grades.values(), reverse=True)[:10]
    ideal = sum(grade / math.log2(rank + 1) for rank, grade in enumerate(best, 1))
    ranks = [rank for rank, document in enumerate(found, 1) if document in grades]
    return {
        "nDCG@10": gain / ideal,
        "MRR@10": 1 / ranks[0] if ranks and ranks[0] <= 10 else 0.0,
        "recall@100": sum(rank <= 100 for rank in ranks) / len(grades),
        "MAP": sum(number / rank for number, rank in enumerate(ranks, 1)) / len(grades),
    }


def rows_of(folder: Path, engine_name: str) -> list[Row]:
    collection = read_collection(folder)
    with tempfile.TemporaryDirectory() as scratch, opened(engine_name, Path(scratch)) as engine:
        engine.rebuild(documents_of(collection))
        ours = measured(collection, run(engine, collection))
    plain = PlainBM25(collection)
    peer = measured(collection, {key: plain.found(text) for key, text in collection.queries.items()})
    baseline = folder.parent / "bm25_baseline.json"
    given = json.loads(baseline.read_text()).get(collection.name, {}) if baseline.exists() else {}
    peer |= {measure: given[name] for measure, name in _BASELINE.items() if name in given}
    return [
        Row(name=name, group=collection.name, n=len(collection.queries), value=ours[name], peer=peer[name])
        for name in MEASURES
    ]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--collection", action="append", required=True, type=Path)
    parser.add_argument("--engine", choices=ENGINES, default="tantivy")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    rows = [row for folder in options.collection for row in rows_of(folder, options.engine)]
    ratios = [row.value / row.peer for row in rows if row.name == "nDCG@10" and row.peer]
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    count = sum(row.n for row in rows if row.name == "nDCG@10")
    total = Row(name="nDCG@10 to peer, geometric mean", group="all", n=count, value=mean, peer=1.0)
    print_rows("relevance", [total, *rows], form=options.format)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
