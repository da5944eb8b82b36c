"""How long a search page takes while papers are read: its 95th percentile beside that of an idle library.

    KC_CORPUS=… python -m benchmarks.reading_load [--papers 100] [--format json]

The library runs as `manage.py run` starts it, with 12 published papers and one web process. One reader asks for search
pages one after the other, first while nothing else happens, then from the moment that the papers are sent in until the
last one is read.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.library import corpus
from benchmarks.table import Row, print_rows
from tests.ingest.processes import Library
from tests.project.test_run import free_port, library

_WORDS = ("budget", "water", "council", "municipal finance", '"local government"', "kommun", "partners*", "tax OR fee")
_IDLE_PAGES = 200
_PUBLISHED = 12
_DONE = frozenset({"in_review", "failed", "refused", "duplicate", "published"})


def pages(address: str) -> Iterator[float]:
    """Yield the seconds that one search page after another takes."""
    for number, words in enumerate(itertools.cycle(_WORDS)):
        query = urlencode({"q": words, "year_from": 1950 + number % 40})
        begun = time.perf_counter()
        with urllib.request.urlopen(f"{address}/search/?{query}", timeout=60) as answer:  # noqa: S310 - our own address
            answer.read()
        yield time.perf_counter() - begun


def asked(address: str, goes_on: Callable[[int], bool]) -> list[float]:
    """Ask for pages as long as `goes_on` says so of how many there were, and return their seconds."""
    taken = []
    for seconds in pages(address):
        taken.append(seconds)
        if not goes_on(len(taken)):
            break
    return taken


def percentile(taken: Sequence[float], share: int) -> float:
    """Return the percentile in milliseconds."""
    return 1000 * statistics.quantiles(taken, n=100)[share - 1]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    every = [str(path) for path in sorted((corpus() / "gold").glob("*.pdf"))[: _PUBLISHED + options.papers]]
    published, papers = every[:_PUBLISHED], every[_PUBLISHED:]
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as scratch, library(Path(scratch), port):
        data = Library(Path(scratch))
        for first in range(0, _PUBLISHED, 4):
            data.run("ingest", *published[first : first + 4], "--publish", "all")
        asked(address, lambda count: count < len(_WORDS))
        idle = asked(address, lambda count: count < _IDLE_PAGES)
        sent = [(path, Path(path).name) for path in papers]
        received = f"[receive(name, open(path, 'rb'), uploader=None).state for path, name in {sent!r}]"
        data.asked(received)
        begun = time.monotonic()
        busy = asked(address, lambda count: count % 10 != 0 or not set(data.states()) <= _DONE)
        minutes = (time.monotonic() - begun) / 60
        read = data.states().get("in_review", 0)
    rows = [Row(name="papers read, minutes", group="all", n=read, value=minutes)]
    for share in (50, 95):
        now, then = percentile(busy, share), percentile(idle, share)
        rows.append(
            Row(name=f"search page, p{share} ms", group="reading beside idle", n=len(busy), value=now, peer=then)
        )
        rows.append(Row(name=f"search page, p{share}", group="reading, times idle", n=len(busy), value=now / then))
    print_rows("reading_load", rows, form=options.format)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
