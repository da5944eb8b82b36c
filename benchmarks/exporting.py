"""How long a whole result list takes over HTTP in each format, and whether the web process stays as small as it was.

First as it is written for whom asks before the worker has kept anything, then as it is kept.

    KC_CORPUS=… python -m benchmarks.exporting [--publications 10000] [--engine NAME] [--format json]

The library is made in a database of its own and served by gunicorn with one process, as `manage.py run` serves it.
Every list is asked for in part to warm up, then whole. Seconds; MB that the process's peak grew by.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.engines import ENGINES
from benchmarks.stored_library import command, created, environment, filled
from benchmarks.table import Row, print_rows
from tests.project.test_run import free_port

_SUFFIXES = ("bib", "biblatex", "ris", "csl.json", "csv")
_PIECE = 1 << 16


@contextmanager
def served(env: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Yield the address of a library served by one process, and that process's number."""
    address = f"http://127.0.0.1:{env['PORT']}"
    server = [sys.executable, "-m", "gunicorn", "--config", "python:kc_repository.web", "kc_repository.wsgi"]
    with subprocess.Popen(server, env=env) as process:
        try:
            _wait_for(f"{address}/healthz")
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            yield address, int(children.split()[0])
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=60):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")  # noqa: EM102


def peak(process: int) -> float:
    """Return the most memory that a process has had, in MB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def taken(address: str) -> tuple[float, int]:
    """Fetch an address; return the seconds and the bytes."""
    begun, size = time.perf_counter(), 0
    with urllib.request.urlopen(address, timeout=600) as answer:  # noqa: S310 - our own address
        while piece := answer.read(_PIECE):
            size += len(piece)
    return time.perf_counter() - begun, size


def measured(env: dict[str, str], number: int, how: str) -> Iterator[Row]:
    with served(env) as (address, process):
        for suffix in _SUFFIXES:
            taken(f"{address}/search.{suffix}?year_from=2020")
            before = peak(process)
            seconds, size = taken(f"{address}/search.{suffix}")
            for name, value in (("seconds", seconds), ("MB", size / 1e6), ("MB grown by", peak(process) - before)):
                yield Row(name=name, group=f"{suffix}, {how}", n=number, value=value)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--publications", type=int, default=10_000)
    parser.add_argument("--engine", choices=ENGINES, default="tantivy")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        env = environment(Path(scratch), options.engine)
        env |= {"KC_WEB_PROCESSES": "1", "PORT": str(free_port())}
        created(env)
        filled(env, 1, options.publications, pages=1)
        subprocess.run(command("index", "rebuild"), env=env, check=True, stdout=subprocess.DEVNULL)
        rows = list(measured(env, options.publications, "written"))
        begun = time.perf_counter()
        subprocess.run(command("keep_forms"), env=env, check=True)
        spent = time.perf_counter() - begun
        rows.append(Row(name="seconds", group="keeping all", n=options.publications, value=spent))
        rows += measured(env, options.publications, "kept")
    print_rows("exporting", rows, form=options.format)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
