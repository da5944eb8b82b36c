"""How a search slows as a library grows tenfold: where the number of hits stays, and where it grows as well.

    python -m benchmarks.growth [--publications 20000] [--times 10] [--pages 1] [--engine NAME] [--folder DIR]

Two libraries of the same publications, the larger with others beside them; one publication in a hundred of the smaller
has a word of its own on a page, so that questions with that word find as many in both. All are asked in turn in one
process, with count, facets and pages as in benchmarks.search_speed. Milliseconds; the peer is the smaller library.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from benchmarks.engines import ENGINES, opened
from benchmarks.library import Material, Question, corpus, material, publications, questions
from benchmarks.search_speed import search_of, timed
from benchmarks.table import Row, print_rows
from search.results import Results
from search.schema import SearchDocument

_MARKS = 100


def _mark(number: int) -> str:
    return f"kvarnsten{chr(97 + number % _MARKS // 26)}{chr(97 + number % _MARKS % 26)}"


def grown(count: int, marked: int, given: Material, pages: int) -> Iterator[SearchDocument]:
    """Yield so many publications, of which the first ones are marked."""
    for document in publications(count, given, pages=pages):
        if document.id > marked:
            yield document
            continue
        first, *rest = document.pages
        yield replace(document, pages=(replace(first, text=f"{first.text}\n{_mark(document.id)}"), *rest))


def asked_of(given: Material, each: int) -> list[Question]:
    """Return questions whose hits stay, and those whose hits grow with the library."""
    common = [question for question in questions(given, each) if question.kind in ("common", "and2", "facets")]
    stay = [
        Question("hits stay", text)
        for number in range(each)
        for text in (_mark(number), f"{_mark(number)} OR {_mark(number + 1)}", f"{_mark(number)} {common[number].text}")
    ]
    return [*stay, *(replace(question, kind="hits grow") for question in common)]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--publications", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--pages", type=int, default=1)
    parser.add_argument("--queries", type=int, default=25, help="of each kind")
    parser.add_argument("--engine", choices=ENGINES, default="tantivy")
    parser.add_argument("--folder", type=Path, help="keep the indexes here and use them again")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    given = material(corpus())
    asked = asked_of(given, options.queries)
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        asks, hits = {}, {}
        for size in (options.publications, options.publications * options.times):
            engine = stack.enter_context(opened(options.engine, folder / f"{options.engine}-{size}-{options.pages}"))
            if not engine.status().ready:
                engine.rebuild(grown(size, options.publications, given, options.pages))
            asks[f"{size}"] = search_of(engine)
            hits[f"{size}"] = _totals(asks[f"{size}"], asked)
        times = timed(asks, asked)
    small, large = asks
    rows = []
    for kind in ("hits stay", "hits grow"):
        rows.append(
            Row(name="hits, median", group=kind, n=len(hits[large][kind]),
                value=statistics.median(hits[large][kind]), peer=statistics.median(hits[small][kind]))
        )  # fmt: skip
        for label, at in (("p50", 49), ("p95", 94)):
            few, many = (statistics.quantiles(times[name][kind], n=100, method="inclusive")[at] for name in asks)
            rows.append(Row(name=f"search {label} ms", group=kind, n=len(times[large][kind]), value=many, peer=few))
    print_rows("growth", rows, form=options.format)
    return 0


def _totals(ask: Callable[[Question], Results], asked: Sequence[Question]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for question in asked:
        found[question.kind].append(ask(question).total)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
