"""How fast an index is rebuilt from the database, in how much memory, and whether readers notice.

    python -m benchmarks.rebuild [--publications N] [--engine NAME] [--readers 4] [--peer FILE] [--folder DIR]

The library is made in a database of its own, in DIR to be used again; then `manage.py index rebuild` is run as staff
would and its processor time counted, the server's too where the engine has one, all but that of its threads that
search. Readers in processes of their own search all the while: a search that fails, or counts other than the whole of
the old or of the new index, is a failure.
`--peer` names a module as in benchmarks.search_speed: it indexes the same texts from memory, with nobody reading.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path

from elasticsearch import Elasticsearch

from benchmarks.engines import ENGINES
from benchmarks.library import corpus, material, publications
from benchmarks.peer import PeerLibrary
from benchmarks.server_time import ServerTime
from benchmarks.stored_library import command, engine_of, kept, total
from benchmarks.table import Row, print_rows
from search.query import PUBLIC, SearchQuery
from search.schema import SearchDocument
from search.syntax import parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a rebuild took: seconds, those of processors (process, server, its searches), MB of memory."""

    wall: float
    own: float
    server: float
    searching: float
    memory: float


def read_on(
    env: dict[str, str], allowed: frozenset[int], done: Event, failures: multiprocessing.Queue[tuple[int, int]]
) -> None:
    """Search until told to stop; put (searches, failed ones)."""
    engine = engine_of(env)
    word = SearchQuery(audience=PUBLIC, expression=parse("model OR politics").expression)
    asked = failed = 0
    while not done.is_set():
        asked += 1
        try:
            failed += total(engine) not in allowed
            engine.search(word)
        except Exception:  # noqa: BLE001 -- any failure at all is what is counted
            failed += 1
        time.sleep(0.01)
    failures.put((asked, failed))


def rebuilt(env: dict[str, str]) -> Spent:
    """Rebuild the index by its command."""
    url = env.get("KC_ELASTICSEARCH_URL")
    start = time.perf_counter()
    with ServerTime(url) if url else nullcontext() as server:
        with subprocess.Popen(command("index", "rebuild"), env=env, stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit("the index was not rebuilt")
        wall = time.perf_counter() - start
    return Spent(
        wall=wall,
        own=usage.ru_utime + usage.ru_stime,
        server=server.whole - server.searching if server else 0.0,
        searching=server.searching if server else 0.0,
        memory=usage.ru_maxrss / 1024,
    )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--publications", type=int, default=2000)
    parser.add_argument("--engine", choices=ENGINES, default="tantivy")
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    number = options.publications
    with tempfile.TemporaryDirectory() as scratch:
        env = kept(options.folder or Path(scratch), options.engine, number)
        spent, searches, failed = _watched(env, frozenset({total(engine_of(env)), number}), options.readers)
        # Not before: a child's peak of memory begins with what its parent holds.
        documents = list(publications(number, material(corpus())))
        size = sum(len(page.text.encode()) for document in documents for page in document.pages)
        if options.engine == "elastic":
            Elasticsearch(env["KC_ELASTICSEARCH_URL"]).indices.delete(index=f"{env['KC_INDEX']}-*")
        beside = _peer_seconds(options.peer, Path(scratch) / "peer", documents) if options.peer else None
    values = {
        "MB of text a CPU-second": size / 1e6 / (spent.own + spent.server),
        "seconds": spent.wall,
        "CPU-seconds of the process": spent.own,
        "CPU-seconds of the server": spent.server,
        "CPU-seconds of its threads that search": spent.searching,
        "peak memory MB": spent.memory,
        "searches meanwhile": searches,
        "failed searches": failed,
    }
    peers = {"MB of text a CPU-second": size / 1e6 / beside, "CPU-seconds of the process": beside} if beside else {}
    rows = [
        Row(name=name, group=options.engine, n=number, value=value, peer=peers.get(name))
        for name, value in values.items()
    ]
    print_rows("rebuild", rows, form=options.format)
    return 0


def _peer_seconds(file: Path, folder: Path, documents: Sequence[SearchDocument]) -> float:
    peer = PeerLibrary(file, folder)
    start = time.process_time()
    peer.fill(documents)
    return time.process_time() - start


def _watched(env: dict[str, str], allowed: frozenset[int], readers: int) -> tuple[Spent, int, int]:
    """Rebuild while readers search; return what it took, how many searches there were, how many failed."""
    done = multiprocessing.Event()
    failures: multiprocessing.Queue[tuple[int, int]] = multiprocessing.Queue()
    started = [multiprocessing.Process(target=read_on, args=(env, allowed, done, failures)) for _ in range(readers)]
    for reader in started:
        reader.start()
    spent = rebuilt(env)
    done.set()
    results = [failures.get() for _ in started]
    for reader in started:
        reader.join()
    return spent, sum(asked for asked, _ in results), sum(failed for _, failed in results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
