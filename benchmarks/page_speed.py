"""How long a reader waits for a whole page of results: alone, and with others while records are saved.

    python -m benchmarks.page_speed [--publications N] [--queries 140] [--engine NAME] [--folder DIR] [--format json]

The library is made in a database of its own and indexed, in DIR to be used again. One process asks for the search page
as a browser would (Django's client: every middleware, template and query of the database), then four at once beside
one that saves a record and indexes it twice a second. Before that some are saved until a new index has merged its
parts, once after a rebuild. Milliseconds. Queries are of seven kinds, each at least once.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from elasticsearch import Elasticsearch

from benchmarks.engines import ENGINES
from benchmarks.stored_library import command, engine_of, kept, total
from benchmarks.table import Row, print_rows

READERS = 4
_MODULE = "from benchmarks.page_requests import read, settle, write_on; "


def inside(env: dict[str, str], code: str) -> subprocess.Popen[str]:
    """Start Python in the library."""
    arguments = command("shell", "--no-imports", "--verbosity", "0", "--command", _MODULE + code)
    return subprocess.Popen(arguments, env=env, stdout=subprocess.PIPE, text=True)


def read_by(env: dict[str, str], readers: int, count: int) -> list[float]:
    """Return the milliseconds of every page that so many readers asked for at once."""
    started = [inside(env, f"read({count}, {seed})") for seed in range(readers)]
    said = [reader.communicate()[0] for reader in started]
    if any(reader.returncode for reader in started):
        raise SystemExit("a page was not answered")
    return [spent for each in said for spent in json.loads(each)]


def rows_of(group: str, spent: Sequence[float]) -> list[Row]:
    shares = statistics.quantiles(spent, n=100, method="inclusive")
    values = {"page p50 ms": shares[49], "page p95 ms": shares[94], "page longest ms": max(spent)}
    return [Row(name=name, group=group, n=len(spent), value=value) for name, value in values.items()]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--publications", type=int, default=2000)
    parser.add_argument("--queries", type=int, default=140)
    parser.add_argument("--engine", choices=ENGINES, default="tantivy")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        env = kept(options.folder or Path(scratch), options.engine, options.publications)
        if total(engine_of(env)) < options.publications:
            subprocess.run(command("index", "rebuild"), env=env, check=True, stdout=subprocess.DEVNULL)
        if inside(env, "settle()").wait():
            raise SystemExit("the index did not settle")
        rows = rows_of("one reader", read_by(env, 1, options.queries))
        writer = inside(env, "write_on()")
        rows += rows_of(f"{READERS} readers, one writer", read_by(env, READERS, options.queries))
        if writer.poll() is not None:
            raise SystemExit("the writer ended early")
        writer.kill()
        writer.wait()
        if options.engine == "elastic":
            Elasticsearch(env["KC_ELASTICSEARCH_URL"]).indices.delete(index=f"{env['KC_INDEX']}-*")
    print_rows("page_speed", rows, form=options.format)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
