"""How fast PDFs are read, beside pdfminer.six's bare text in the same run.

    python -m benchmarks.reading_speed [--folder DIR] [--papers 40] [--format json]

DIR is any folder of PDFs; without it that of KC_CORPUS is taken. Each figure is pages a second over the same papers,
ours through the sandbox with nothing switched off. Papers are read in turns, so that a busy machine slows both alike.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from fpdf import FPDF

from benchmarks.table import Row, print_rows
from ingest.description import describe
from ingest.description.references import find_references
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Failure

_LONG_PAPER_PAGES = 1000
_MOST_PAGES = 60
# The peer in a process of its own: ours has no parser to share with it.
_PEER = """
import logging, sys, time
from pdfminer.high_level import extract_text
logging.disable(logging.CRITICAL)
for line in sys.stdin:
    start = time.perf_counter()
    try:
        extract_text(line.rstrip("\\n"))
    except Exception:
        pass
    print(time.perf_counter() - start, flush=True)
"""


@dataclass(slots=True)
class _Seconds:
    text: float = 0
    reading: float = 0
    peer: float = 0
    pages: int = 0
    papers: int = 0
    # Papers that ours and the peer were given, to be read again in one and in two processes.
    read: list[Path] = field(default_factory=list)


def full_reading(sandbox: Sandbox, path: Path) -> int:
    """Read, describe and list the references of one paper; return its number of pages, 0 when it cannot be read."""
    with sandbox.begin(path) as begun:
        extraction = begun.extraction
        if isinstance(extraction, Failure):
            return 0
        describe(extraction, file_name=path.name)
        find_references(extraction)
        return begun.with_covers(extraction).page_count


def measured(paths: Sequence[Path]) -> _Seconds:
    """Read each paper as text, in full, and by the peer, one after the other."""
    seconds = _Seconds()
    with (
        Sandbox() as sandbox,
        subprocess.Popen(
            [sys.executable, "-c", _PEER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as peer,
    ):
        full_reading(sandbox, paths[0])
        for path in paths:
            texts = sandbox.page_texts(path)
            if isinstance(texts, Failure) or not 0 < len(texts) <= _MOST_PAGES:
                continue
            seconds.papers += 1
            seconds.pages += len(texts)
            seconds.read.append(path)
            seconds.peer += _peer_seconds(peer, path)
            seconds.text += _timed(lambda path=path: sandbox.page_texts(path))  # type: ignore[misc]
            seconds.reading += _timed(lambda path=path: full_reading(sandbox, path))  # type: ignore[misc]
    return seconds


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peer_seconds(peer: subprocess.Popen[str], path: Path) -> float:
    if peer.stdin is None or peer.stdout is None:
        raise RuntimeError("the peer has no pipes")
    peer.stdin.write(f"{path}\n")
    peer.stdin.flush()
    return float(peer.stdout.readline())


def read_all(paths: Sequence[Path]) -> float:
    """Return the seconds for reading all the papers in this process, its start aside."""
    with Sandbox() as sandbox:
        full_reading(sandbox, paths[0])
        return _timed(lambda: [full_reading(sandbox, path) for path in paths])


def two_over_one(paths: Sequence[Path]) -> float:
    """Return how many times faster two processes read the papers than one."""
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        alone = pool.submit(read_all, paths).result()
        halves = list(pool.map(read_all, (paths[0::2], paths[1::2])))
    return alone / max(halves)


def long_paper(path: Path) -> None:
    """Write a report of 1,000 pages with 50 lines each."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=10)
    for number in range(_LONG_PAPER_PAGES):
        pdf.add_page()
        for line in range(50):
            pdf.text(20, 20 + 5 * line, f"Page {number}, line {line}: the council decides on the budget in November.")
    pdf.output(str(path))


def memory_of_a_long_paper() -> tuple[float, float]:
    """Return the MiB that a child holds at most over a 1,000-page report, and the seconds that it takes."""
    with TemporaryDirectory() as folder, Sandbox() as sandbox:
        path = Path(folder) / "long.pdf"
        long_paper(path)
        full_reading(sandbox, path)
        seconds = _timed(lambda: full_reading(sandbox, path))
        return sandbox.most_resident_bytes / 2**20, seconds


def rows(paths: Sequence[Path]) -> list[Row]:
    """Return the figures, those over all papers first."""
    seconds = measured(paths)
    if not seconds.papers:
        return []
    n, pages = seconds.papers, seconds.pages
    peer = pages / seconds.peer
    memory, long_seconds = memory_of_a_long_paper()
    return [
        Row(name="pages/s, text", group="all", n=n, value=pages / seconds.text, peer=peer),
        Row(name="pages/s, full reading", group="all", n=n, value=pages / seconds.reading, peer=peer),
        Row(name="times pdfminer.six, text", group="all", n=n, value=seconds.peer / seconds.text),
        Row(name="times pdfminer.six, full reading", group="all", n=n, value=seconds.peer / seconds.reading),
        Row(name="two processes over one", group="all", n=n, value=two_over_one(seconds.read)),
        Row(name="ms a paper, full reading", group="all", n=n, value=1000 * seconds.reading / n),
        Row(name="MiB, 1,000 pages", group="generated", n=1, value=memory),
        Row(name="seconds, 1,000 pages", group="generated", n=1, value=long_seconds),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--papers", type=int, default=40)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args()
    corpus = os.environ.get("KC_CORPUS")
    folder = options.folder or (Path(corpus) / "gold" if corpus else None)
    if folder is None:
        parser.error("give --folder, or set KC_CORPUS to the folder of the corpora")
    logging.disable(logging.WARNING)
    found = sorted(folder.rglob("*.pdf"))
    paths = random.Random(1).sample(found, min(options.papers, len(found)))
    print_rows("reading_speed", rows(paths), form=options.format)


if __name__ == "__main__":
    main()
