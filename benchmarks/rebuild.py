"""How fast an index is rebuilt, in how much memory, and whether readers notice.

    python -m benchmarks.rebuild [--publications N] [--engine NAME] [--readers 4] [--format json]

The documents are made beforehand and read from disk, so that only the engine's work is counted: MB of text a
CPU-second of this process (and of the server, where it runs on this machine and is ours to see: not counted
here). Readers in processes of their own search all the while; a search that fails, or counts other than the
whole of the old or of the new index, is a failure.
"""

from __future__ import annotations

import argparse
import multiprocessing
import pickle
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from multiprocessing.synchronize import Event
from pathlib import Path

from benchmarks.engines import ENGINES, opened
from benchmarks.library import corpus, material, publications
from benchmarks.table import Row, print_rows
from search.engines.tantivy import TantivyEngine
from search.query import PUBLIC, SearchQuery
from search.schema import SearchDocument
from search.syntax import parse

_FIRST = 200


def stored(path: Path) -> Iterator[SearchDocument]:
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 -- written by this very command
            except EOFError:
                return


def write(path: Path, documents: Iterator[SearchDocument]) -> int:
    """Store documents and return how many bytes of page text they have."""
    size = 0
    with path.open("wb") as file:
        for document in documents:
            size += sum(len(page.text.encode()) for page in document.pages)
            pickle.dump(document, file)
    return size


def read_on(
    folder: Path, allowed: frozenset[int], done: Event, failures: multiprocessing.Queue[tuple[int, int]]
) -> None:
    """Search until told to stop; put (searches, failed ones)."""
    engine = TantivyEngine(folder=folder)
    everything = SearchQuery(audience=PUBLIC, expression=parse("").expression, limit=1)
    word = SearchQuery(audience=PUBLIC, expression=parse("model OR politics").expression)
    asked = failed = 0
    while not done.is_set():
        asked += 1
        try:
            failed += engine.search(everything).total not in allowed
            engine.search(word)
        except Exception:  # noqa: BLE001 -- any failure at all is what is counted
            failed += 1
    failures.put((asked, failed))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--publications", type=int, default=2000)
    parser.add_argument("--engine", choices=ENGINES, default="tantivy")
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    given = material(corpus())
    with tempfile.TemporaryDirectory() as scratch, opened(options.engine, Path(scratch)) as engine:
        path = Path(scratch) / "documents"
        size = write(path, publications(options.publications, given))
        engine.rebuild(publications(_FIRST, given))
        done = multiprocessing.Event()
        failures: multiprocessing.Queue[tuple[int, int]] = multiprocessing.Queue()
        allowed = frozenset({_FIRST, options.publications})
        count = options.readers if options.engine == "tantivy" else 0
        arguments_of_reader = (Path(scratch) / "index", allowed, done, failures)
        readers = [multiprocessing.Process(target=read_on, args=arguments_of_reader) for _ in range(count)]
        for reader in readers:
            reader.start()
        wall, cpu = time.perf_counter(), time.process_time()
        engine.rebuild(stored(path))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        done.set()
        results = [failures.get() for _ in readers]
        for reader in readers:
            reader.join()
    number = options.publications
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [
        Row(name="MB of text a CPU-second", group=options.engine, n=number, value=size / 1e6 / cpu),
        Row(name="seconds", group=options.engine, n=number, value=wall),
        Row(name="peak memory MB", group=options.engine, n=number, value=peak),
        Row(name="searches meanwhile", group=options.engine, n=number, value=sum(asked for asked, _ in results)),
        Row(name="failed searches", group=options.engine, n=number, value=sum(failed for _, failed in results)),
    ]
    print_rows("rebuild", rows, form=options.format)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
