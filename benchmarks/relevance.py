"""How well papers are ranked: judged collections, each query asked as a reader would, beside plain BM25.

    python -m benchmarks.relevance --collection DIR [--collection DIR …] [--engine NAME] [--meaning FOLDER]

DIR holds docs.jsonl ({id, title, text}), queries.jsonl ({id, text}), qrels.tsv (query, document, grade) and
perhaps info.json ({lang}). Title is the document's title, text its abstract. The peer is plain BM25 over one
field of both, run in the same command with the same analysis; `bm25_baseline.json` beside the collections is
used for the peer where it has the collection. Beside them: recall with every word an alternative (what it costs
that papers with all words go first), and for elastic the server's own `multi_match` on an index of its defaults.
`--meaning` takes part with vectors of the model, kept in FOLDER as they take 0.3 s of a processor a document.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.engines import ENGINES, opened, stock_answers
from benchmarks.table import Row, print_rows
from search.embedding import closest, of_papers, of_question, question_of
from search.engines.base import SearchEngine
from search.engines.tantivy_analysis import text_language, tokens
from search.query import PUBLIC, And, Expression, Or, SearchQuery
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


def run(
    engine: SearchEngine, collection: Collection, *, any_word: bool = False, vectors: np.ndarray | None = None
) -> dict[str, list[str]]:
    """Return the ids found for each query, best first; `any_word` makes every word an alternative."""
    names = list(collection.documents)
    found: dict[str, list[str]] = {}
    for key, text in collection.queries.items():
        read = parse(text).expression
        near = () if vectors is None else near_in(vectors, read)
        asked = Or(read.parts) if any_word and isinstance(read, And) else read
        question = SearchQuery(audience=PUBLIC, expression=asked, limit=DEPTH, passages=0, near=near)
        found[key] = [names[hit.id - 1] for hit in engine.search(question).hits]
    return found


def near_in(vectors: np.ndarray, asked: Expression) -> tuple[int, ...]:
    """Return the numbers of the documents closest to a question, as the library does."""
    question = question_of(asked)
    return closest(np.arange(1, len(vectors) + 1), vectors, of_question(question)) if question else ()


def vectors_of(collection: Collection, folder: Path) -> np.ndarray:
    """Return the vectors of the documents in their order, those that the folder has not yet made and kept there."""
    kept = folder / f"{collection.name}.npz"
    folder.mkdir(parents=True, exist_ok=True)
    texts = [". ".join(filter(None, text)) for text in collection.documents.values()]
    names = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    known = dict(np.load(kept)) if kept.exists() else {}
    missing = [n for n, name in enumerate(names) if name not in known]
    for start in range(0, len(missing), 100):
        some = missing[start : start + 100]
        known |= zip([names[n] for n in some], of_papers([texts[n] for n in some]), strict=True)
        np.savez(kept, **known)
        sys.stderr.write(f"{collection.name}: {start + len(some)} of {len(missing)} vectors\n")
    return np.array([known[name] for name in names])


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


def rows_of(folder: Path, engine_name: str, meaning: Path | None) -> list[Row]:
    collection = read_collection(folder)
    vectors = vectors_of(collection, meaning) if meaning else None
    with tempfile.TemporaryDirectory() as scratch, opened(engine_name, Path(scratch)) as engine:
        engine.rebuild(documents_of(collection))
        ours = measured(collection, run(engine, collection, vectors=vectors))
        any_word = measured(collection, run(engine, collection, any_word=True))
    plain = PlainBM25(collection)
    peer = measured(collection, {key: plain.found(text) for key, text in collection.queries.items()})
    baseline = folder.parent / "bm25_baseline.json"
    given = json.loads(baseline.read_text()).get(collection.name, {}) if baseline.exists() else {}
    peer |= {measure: given[name] for measure, name in _BASELINE.items() if name in given}
    peers = [(name, name, peer[name]) for name in MEASURES]
    peers.append(("recall@100 to any word", "recall@100", any_word["recall@100"]))
    if engine_name == "elastic":
        stock = measured(collection, stock_answers(collection.documents, collection.queries, DEPTH))
        peers.append(("nDCG@10 to multi_match", "nDCG@10", stock["nDCG@10"]))
    n = len(collection.queries)
    return [Row(name=name, group=collection.name, n=n, value=ours[of], peer=other) for name, of, other in peers]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--collection", action="append", required=True, type=Path)
    parser.add_argument("--engine", choices=ENGINES, default="tantivy")
    parser.add_argument("--meaning", type=Path, help="with the search by meaning; vectors are kept in this folder")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    rows = [row for folder in options.collection for row in rows_of(folder, options.engine, options.meaning)]
    ratios = [row.value / row.peer for row in rows if row.name == "nDCG@10" and row.peer]
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    count = sum(row.n for row in rows if row.name == "nDCG@10")
    total = Row(name="nDCG@10 to peer, geometric mean", group="all", n=count, value=mean, peer=1.0)
    print_rows("relevance", [total, *rows], form=options.format)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
