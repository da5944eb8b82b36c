"""Whether killing the writing process loses or doubles anything that was acknowledged.

    python -m benchmarks.index_kills [--kills 200] [--format json]

A child writes versions of documents, a line of acknowledgement after each batch; it is killed (SIGKILL) at a
random moment. Then the index is opened and compared with what was acknowledged: nothing older, nothing twice,
each document with its own pages.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.table import Row, print_rows
from search.engines.tantivy import TantivyEngine
from search.query import PUBLIC, SearchQuery
from search.schema import LanguageText, PageText, SearchDocument
from search.syntax import parse

DOCUMENTS = 40
BATCH = 5
PAGES = 3


def document(pk: int, version: int) -> SearchDocument:
    words = f"state{version} of paper{pk}"
    return SearchDocument(
        id=pk, key=str(pk), version=version, record_public=True, text_public=True, uploader=None, superseded=False,
        titles=(LanguageText(text=words, language="en"),), abstracts=(), authors=(), keywords=(), identifiers=(),
        facets=(("language", ("en",)),), year=None, date="", added="", sort_title=words,
        pages=tuple(PageText(number=n, text=f"page{n} {words}") for n in range(1, PAGES + 1)),
    )  # fmt: skip


def write_on(folder: Path, first: int) -> None:
    """Write ever newer versions until killed; say each batch once it is stored."""
    engine = TantivyEngine(folder=folder)
    draw = random.Random(first)
    version = first
    while True:
        version += 1
        chosen = draw.sample(range(1, DOCUMENTS + 1), BATCH)
        engine.upsert([document(pk, version) for pk in chosen])
        sys.stdout.write(" ".join(map(str, [version, *chosen])) + "\n")
        sys.stdout.flush()


def kill_once(folder: Path, acknowledged: dict[int, int], seconds: float) -> int:
    """Let a child write for a while, kill it, and return the newest version it may have written."""
    first = max(acknowledged.values(), default=0) + 1000
    command = [sys.executable, "-m", "benchmarks.index_kills", "--write", str(folder), "--first", str(first)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None  # noqa: S101 -- it was asked for above
    lines = [child.stdout.readline()]
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    lines += child.stdout.read().splitlines(keepends=True)
    child.wait()
    for line in lines:
        if line.endswith("\n"):
            version, *ids = map(int, line.split())
            acknowledged.update(dict.fromkeys(ids, version))
    return max(acknowledged.values()) + 1


def faults(folder: Path, acknowledged: dict[int, int], newest: int) -> tuple[int, int]:
    """Return how many acknowledged documents are lost or too old, and how many are doubled or torn."""
    engine = TantivyEngine(folder=folder)
    found = list(engine.versions())
    counts = Counter(pk for pk, _ in found)
    versions = dict(found)
    lost = sum(not version <= versions.get(pk, -1) <= newest for pk, version in acknowledged.items())
    torn = sum(count != 1 for count in counts.values())
    for pk, version in found:
        asked = parse(f"state{version} paper{pk}").expression
        question = SearchQuery(audience=PUBLIC, expression=asked, passages=100, within=(pk,))
        hits = engine.search(question).hits
        torn += len(hits) != 1 or len(hits[0].passages) != PAGES
    engine.close()
    return lost, torn


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    if options.write:
        write_on(options.write, options.first)
    draw = random.Random(options.seed)
    acknowledged: dict[int, int] = {}
    lost = torn = 0
    with tempfile.TemporaryDirectory() as scratch:
        for _ in range(options.kills):
            newest = kill_once(Path(scratch), acknowledged, draw.uniform(0, 0.3))
            now_lost, now_torn = faults(Path(scratch), acknowledged, newest)
            lost += now_lost
            torn += now_torn
    rows = [
        Row(name="acknowledged documents lost", group="tantivy", n=options.kills, value=lost),
        Row(name="documents doubled or torn", group="tantivy", n=options.kills, value=torn),
    ]
    print_rows("index_kills", rows, form=options.format)
    return 1 if lost or torn else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
