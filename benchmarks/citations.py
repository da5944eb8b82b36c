"""`python -m benchmarks.citations [--entries 100000] [--format json]`: round trips, real clients, speed, size.

The speed of reading stands beside bibtexparser's in the same run. `--entries` also reads one file of so many.

The collections are found by KC_CORPUS; without it only the library's own made-up records are measured.
Clients (biber, bibtex, pandoc) that are not installed are left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts

from benchmarks.table import Row, print_rows
from benchmarks.zotero_items import compared
from citations.canonical import canonical
from citations.formats import FORMATS
from citations.formats.bib_names import parse_name
from citations.formats.files import decode_bytes
from citations.keys import make_key
from citations.reference import Contributor, Identifier, Name, PartialDate, Reference, Text

_BIBTEX_STYLES = ("plain", "unsrt", "alpha", "apalike", "plainnat")
_COMPLAINT_OF_BIBTEX = ("Warning", "I was", "I found", "---", "Repeated")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--entries", type=int, default=0)
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    rows = [*_rows(), *_read_whole(arguments.entries)]
    print_rows("citations", rows, form=arguments.format)


def _read_whole(entries: int) -> Iterator[Row]:
    """Yield how long one large file takes to be read: as many records as there are, again and again under new keys."""
    corpus = os.environ.get("KC_CORPUS")
    if not entries:
        return
    some = list(catalogue_records(Path(corpus), min(entries, 10_000))) if corpus else _own_records(10_000)
    many = (replace(some[n % len(some)], key=f"{some[n % len(some)].key}-{n}") for n in range(entries))
    form = FORMATS["bibtex"]
    assert form.read is not None  # noqa: S101
    source = "".join(form.write(many))
    read, seconds = _timed(lambda: form.read(source).references if form.read else ())
    group = f"one file, {len(source) / 1e6:.0f} MB"
    yield Row(name="seconds of reading", group=group, n=len(read), value=seconds)


def _rows() -> Iterator[Row]:
    corpus = os.environ.get("KC_CORPUS")
    if not corpus:
        yield from _made(_own_records(2000), "made up")
        return
    records = list(catalogue_records(Path(corpus), 500))
    yield from _made(records, "500 catalogue records")
    yield from _clients(records, "500 catalogue records")
    yield _as_zotero(Path(corpus) / "bib" / "better-bibtex-import")
    for path in sorted((Path(corpus) / "bib").glob("*.bib")):
        yield from _collection(path)


def _as_zotero(folder: Path) -> Row:
    """Return how many entries have the names, title, date, type and identifiers that Zotero's importer gives them."""
    entries = list(compared(folder))
    same = sum(not entry.differences for entry in entries)
    return Row(name="read as Zotero does", group=folder.name, n=len(entries), value=same / max(len(entries), 1))


def _own_records(count: int) -> list[Reference]:
    return [
        Reference(
            key=f"berg{number}",
            type="research_report",
            titles=(Text(text=f"Local taxes in Łódź, part {number}", language="en"),),
            contributors=(Contributor(name=Name(family="Berg", given="Anna")),),
            date=PartialDate(year=2000 + number % 25),
            institution="Institute",
        )
        for number in range(count)
    ]


def catalogue_records(corpus: Path, count: int) -> Iterator[Reference]:
    """Yield records made from the corpus of metadata: preprints, articles, grey literature, a third of each."""
    taken: set[str] = set()
    names = ("arxiv_10k", "polsci_journals", "fingreylit")
    for name in names:
        with gzip.open(corpus / "meta" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for _, line in zip(range(count // len(names) + 1), lines, strict=False):
                said = json.loads(line)
                reference = _grey(said) if "ground_truth" in said else _article(said)
                key = make_key(reference, taken.__contains__)
                taken.add(key)
                yield canonical(replace(reference, key=key))


def _article(said: dict[str, Any]) -> Reference:
    return Reference(
        type="article",
        titles=(Text(text=said["title"], language="en"),),
        contributors=tuple(Contributor(name=parse_name(name)) for name in said["authors"]),
        date=PartialDate(year=said["year"]),
        container=said.get("journal") or "arXiv",
        volume=said.get("volume") or "",
        pages=said.get("pages") or "",
        abstracts=(Text(text=said["abstract"], language="en"),) if said.get("abstract") else (),
        identifiers=(Identifier(scheme="doi", value=said["doi"]),) if said.get("doi") else (),
        publisher="A Press",
    )


def _grey(said: dict[str, Any]) -> Reference:
    truth = said["ground_truth"]
    year = str(truth.get("year", ""))
    return Reference(
        type="thesis" if "thesis" in truth.get("type_coar", "") else "research_report",
        titles=(Text(text=truth.get("title", ""), language=truth.get("language", "")),),
        contributors=tuple(
            Contributor(name=parse_name(name) if "," in name else Name(literal=name))
            for name in truth.get("creator", ())
        ),
        date=PartialDate(year=int(year)) if year.isdigit() else None,
        institution=(truth.get("publisher") or [""])[0],
        series="Reports",
        number="3",
        url=said.get("url", ""),
    )


def _made(records: list[Reference], group: str) -> Iterator[Row]:
    """Yield how many records each form gives back exactly, and how fast it writes."""
    for name, form in FORMATS.items():
        started = time.process_time()
        written = "".join(form.write(records))
        seconds = time.process_time() - started
        if form.read is not None and name in {"bibtex", "biblatex", "csl-json"}:
            read = form.read(written).references
            same = sum(a == b for a, b in zip(records, read, strict=True))
            yield Row(name=f"given back, {name}", group=group, n=len(records), value=same / len(records))
        yield Row(
            name=f"written a second, {name}", group=group, n=len(records), value=len(records) / max(seconds, 1e-6)
        )


def _collection(path: Path) -> Iterator[Row]:
    """Yield a real collection's round trip, its reading speed beside bibtexparser's, and new complaints of clients."""
    source = decode_bytes(path.read_bytes())
    read = FORMATS["bibtex"].read
    assert read is not None  # noqa: S101
    ours, seconds = _timed(lambda: read(source).references)
    layers = [SeparateCoAuthors(), SplitNameParts(), LatexDecodingMiddleware()]
    theirs, peer_seconds = _timed(lambda: parse_string(source, append_middleware=layers).entries)
    yield Row(
        name="read a second",
        group=path.name,
        n=len(ours),
        value=len(ours) / seconds,
        peer=len(theirs) / peer_seconds,
    )
    for name in ("bibtex", "biblatex"):
        form = FORMATS[name]
        written = "".join(form.write(ours))
        again = form.read(written).references if form.read else ()
        same = sum(a == b for a, b in zip(ours, again, strict=True))
        yield Row(name=f"given back, {name}", group=path.name, n=len(ours), value=same / len(ours))
        before, after = complaints(source, name), complaints(written, name)
        if before is not None and after is not None:
            new = after - before
            yield Row(name=f"new complaints, {name}", group=path.name, n=len(ours), value=len(new))


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    done = work()
    return done, max(time.process_time() - started, 1e-6)


def _clients(records: list[Reference], group: str) -> Iterator[Row]:
    for name in ("bibtex", "biblatex"):
        found = complaints("".join(FORMATS[name].write(records)), name)
        if found is not None:
            yield Row(name=f"complaints, {name}", group=group, n=len(records), value=len(found))


def complaints(source: str, dialect: str) -> set[str] | None:
    """Return what biber, or bibtex with five styles, says of a file; None where the client is not installed."""
    program = "biber" if dialect == "biblatex" else "bibtex"
    if shutil.which(program) is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "x.bib").write_text(source, encoding="utf-8")
        return _biber(folder) if dialect == "biblatex" else _bibtex(folder)


def _biber(folder: Path) -> set[str]:
    command = ["biber", "--tool", "--validate-datamodel", "--output-file", "out.bib", "x.bib"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, errors="replace")
    return {line for line in done.stdout.splitlines() if line.startswith(("WARN", "ERROR"))}


_LINE_NUMBERS = re.compile(r"line \d+")


def _bibtex(folder: Path) -> set[str]:
    found: set[str] = set()
    for style in _BIBTEX_STYLES:
        (folder / "t.aux").write_text(f"\\relax\n\\citation{{*}}\n\\bibdata{{x}}\n\\bibstyle{{{style}}}\n")
        subprocess.run(["bibtex", "-terse", "t"], cwd=folder, capture_output=True, check=False)  # noqa: S607
        log = (folder / "t.blg").read_text(encoding="utf-8", errors="replace")
        lines = (line for line in log.splitlines() if line.startswith(_COMPLAINT_OF_BIBTEX))
        found |= {_LINE_NUMBERS.sub("line", line) for line in lines}
    return found


if __name__ == "__main__":
    main()
