"""How long a search takes: hits, count, six facets and the pages of ten hits, with passages marked.

    python -m benchmarks.search_speed --publications N [--engine NAME …] [--peer FILE] [--folder DIR] [--format json]

Engines: tantivy, elastic (ELASTICSEARCH_URL), fts5 (SQLite, the plain alternative that needs nothing). `--peer`
names a module with the functions of a worked example (Store, pub_doc, page_docs, search, snippet). It only locates
pages, so ours stands beside it twice: beside its bare answer, and beside that with the passages of its pages marked by
its `snippet`, as ours are. All are asked in turn, query by query, in one process. Without the module the peer is FTS5.
Milliseconds. The library is made from KC_CORPUS and always the same.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.engines import opened
from benchmarks.fts5 import FtsLibrary
from benchmarks.library import Question, corpus, material, publications, questions
from benchmarks.peer import PeerLibrary
from benchmarks.table import Row, print_rows
from search.engines.base import SearchEngine
from search.query import PUBLIC, Filters, SearchQuery
from search.results import Results
from search.syntax import parse

FACETS = ("type", "language", "country", "theme", "series", "year")
ROUNDS = 3
_PEER, _PEER_MARKING = "peer", "peer, marking"
Ask = Callable[[Question], object]


def search_of(engine: SearchEngine) -> Callable[[Question], Results]:
    """Return a whole search by an engine, the reader's text parsed too."""

    def ask(question: Question) -> Results:
        expression = parse(question.text).expression
        filters = Filters(values=question.values)
        return engine.search(SearchQuery(audience=PUBLIC, expression=expression, filters=filters, facets=FACETS))

    return ask


def timed(asks: Mapping[str, Ask], asked: Sequence[Question]) -> dict[str, dict[str, list[float]]]:
    """Return milliseconds by engine and kind of query; every engine is asked each query in turn."""
    times: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in asks}
    for turn in range(ROUNDS + 1):
        for question in asked:
            for name, ask in asks.items():
                start = time.perf_counter()
                ask(question)
                spent = (time.perf_counter() - start) * 1000
                # The first round warms the caches of all alike.
                if turn:
                    times[name][question.kind].append(spent)
                    times[name]["all"].append(spent)
    return times


def rows_of(times: dict[str, dict[str, list[float]]], peers: dict[str, str]) -> list[Row]:
    """Return the rows of every engine that is no peer itself, once for each measure that a peer stands beside."""
    rows: list[Row] = []
    kinds = ["all", *(kind for kind in next(iter(times.values())) if kind != "all")]
    for name in (each for each in times if each not in (_PEER, _PEER_MARKING, *peers.values())):
        for measure, peer in peers.items():
            for kind in kinds:
                own, others = times[name][kind], times.get(peer, {}).get(kind)
                for label, share in (("p50", 0.5), ("p95", 0.95)):
                    beside = _share(others, share) if others else None
                    said = f"{name} {measure} {label} ms"
                    rows.append(Row(name=said, group=kind, n=len(own), value=_share(own, share), peer=beside))
    return rows


def _share(values: Sequence[float], share: float) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]


def suggestion_rows(engine: SearchEngine, name: str, asked: Sequence[Question]) -> list[Row]:
    prefixes = [question.text.strip('"')[:size] for question in asked for size in (2, 4)]
    spent = []
    for prefix in prefixes:
        start = time.perf_counter()
        engine.suggest(prefix, PUBLIC)
        spent.append((time.perf_counter() - start) * 1000)
    return [
        Row(name=f"{name} suggest {label} ms", group="all", n=len(spent), value=_share(spent, share))
        for label, share in (("p50", 0.5), ("p95", 0.95))
    ]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--publications", type=int, default=2000)
    parser.add_argument("--engine", action="append", choices=("tantivy", "elastic", "fts5"))
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--folder", type=Path, help="keep the indexes here and use them again")
    parser.add_argument("--queries", type=int, default=40, help="of each kind")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    given = material(corpus())
    asked = questions(given, options.queries)
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        asks: dict[str, Ask] = {}
        engines: dict[str, SearchEngine] = {}
        for name in options.engine or ["tantivy"]:
            if name == "fts5":
                library = FtsLibrary(folder / f"fts5-{options.publications}.sqlite3")
                library.fill(publications(options.publications, given))
                asks[name] = library.search
                continue
            engines[name] = stack.enter_context(opened(name, folder / f"{name}-{options.publications}"))
            if not engines[name].status().ready:
                engines[name].rebuild(publications(options.publications, given))
            asks[name] = search_of(engines[name])
        if options.peer:
            peer = PeerLibrary(options.peer, folder / f"peer-{options.publications}")
            peer.fill(publications(options.publications, given))
            asks[_PEER] = peer.search
            asks[_PEER_MARKING] = peer.shown
        times = timed(asks, asked)
        beside = {"search": _PEER, "search with passages": _PEER_MARKING} if options.peer else {"search": "fts5"}
        rows = rows_of(times, beside)
        for name, engine in engines.items():
            rows += suggestion_rows(engine, name, asked)
    print_rows("search_speed", rows, form=options.format)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
