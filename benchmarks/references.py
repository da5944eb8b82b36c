"""How rightly reference lists are read: python -m benchmarks.references --gold DIR [--format json].

DIR has references.json: for papers by id their references in order, each with its DOI or its text. Where an entry says
more (article_title, journal_title, volume, author, cYear), the entry of ours that it means is compared field by field;
those that are not found count as wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks.table import Row, print_rows
from ingest.description.references import FoundReference, find_references
from ingest.description.wording import fold
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Extraction

# A title of this likeness is the same title, and an entry that has so much of it is the one meant.
_LIKE, _MEANT = 0.9, 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class ListScore:
    """How one paper's list was read: entries found and wanted, DOIs found, wanted and found rightly."""

    paper: str
    found: int
    wanted: int
    dois_found: int
    dois_wanted: int
    dois_right: int
    missing: tuple[str, ...]
    # Name of the field, what was wanted, what was read, whether they agree.
    fields: tuple[tuple[str, str, str, bool], ...] = ()


def score(paper: str, wanted: list[dict[str, Any]], found: Sequence[FoundReference]) -> ListScore:
    gold = {entry["doi"].lower() for entry in wanted if entry.get("doi")}
    ours = {doi.lower() for reference in found if (doi := reference.reference.identifier("doi"))}
    return ListScore(
        paper=paper,
        found=len(found),
        wanted=len(wanted),
        dois_found=len(ours),
        dois_wanted=len(gold),
        dois_right=len(ours & gold),
        missing=tuple(sorted(gold - ours)),
        fields=tuple(field for entry in wanted for field in compared(entry, found)),
    )


def compared(entry: dict[str, Any], found: Sequence[FoundReference]) -> Iterator[tuple[str, str, str, bool]]:
    """Yield each field of a wanted entry beside what was read of it."""
    title = entry.get("article_title") or entry.get("volume_title") or ""
    if not title:
        return
    meant = max(found, key=lambda reference: likeness(title, reference.text), default=None)
    if meant is None or likeness(title, meant.text) < _MEANT:
        yield "title", title, "", False
        return
    reference = meant.reference
    year = str(reference.date.year) if reference.date else ""
    first = next((name.family or name.literal for name in reference.names()), "")
    wants = {"author": (first, _LIKE), "journal_title": (reference.container, _LIKE), "volume": (reference.volume, 1)}
    yield "title", title, reference.title, alike(title, reference.title) >= _LIKE
    if entry.get("cYear"):
        yield "year", entry["cYear"], year, entry["cYear"][:4] == year
    for name, (read, least) in wants.items():
        if entry.get(name):
            yield name, entry[name], read, alike(entry[name], read) >= least


def likeness(title: str, text: str) -> float:
    """Return how much of a title stands in a text, from 0 to 1."""
    return fuzz.partial_ratio(fold(title), fold(text)) / 100


def alike(one: str, other: str) -> float:
    return fuzz.ratio(fold(one), fold(other)) / 100


def scores_of(folder: Path) -> Iterator[ListScore]:
    lists = json.loads((folder / "references.json").read_text(encoding="utf-8"))["references"]
    records = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["records"]
    paths = {record["id"]: folder / record["path"] for record in records}
    with Sandbox() as sandbox:
        for paper, wanted in lists.items():
            extraction = sandbox.read(paths[paper])
            if isinstance(extraction, Extraction):
                yield score(paper, wanted, find_references(extraction))


def rows_of(scores: Sequence[ListScore]) -> list[Row]:
    """Return exact counts, and precision, recall and F1 of DOIs."""
    right = sum(s.dois_right for s in scores)
    found, wanted = sum(s.dois_found for s in scores), sum(s.dois_wanted for s in scores)
    exact = sum(s.found == s.wanted for s in scores)
    return [
        Row(name="list counted exactly", group="all", n=len(scores), value=exact / max(1, len(scores))),
        Row(name="DOI precision", group="all", n=found, value=right / max(1, found)),
        Row(name="DOI recall", group="all", n=wanted, value=right / max(1, wanted)),
        Row(name="DOI F1", group="all", n=wanted, value=2 * right / max(1, found + wanted)),
        *field_rows(scores),
    ]


def field_rows(scores: Sequence[ListScore]) -> Iterator[Row]:
    """Yield which share of each field was read rightly, over all papers and by odd and even numbers."""
    for name in ("title", "author", "year", "journal_title", "volume"):
        for group, papers in (("all", scores), *halves(scores)):
            rights = [right for s in papers for field, _, _, right in s.fields if field == name]
            if rights:
                yield Row(name=name, group=group, n=len(rights), value=sum(rights) / len(rights))


def halves(scores: Sequence[ListScore]) -> Iterator[tuple[str, list[ListScore]]]:
    """Yield the papers with odd and those with even numbers."""
    for rest, group in ((1, "odd"), (0, "even")):
        yield group, [s for s in scores if int("".join(filter(str.isdigit, s.paper)) or 0) % 2 == rest]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="How rightly reference lists are read.")
    parser.add_argument("--gold", type=Path, required=True, metavar="DIR")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args(arguments)
    scores = list(scores_of(options.gold))
    print_rows("references", rows_of(scores), form=options.format)
    if options.format == "text":
        for s in scores:
            if s.found != s.wanted or s.missing:
                sys.stdout.write(f"{s.paper}\tfound {s.found} of {s.wanted}\tDOIs missed: {', '.join(s.missing)}\n")
        for s in scores:
            for name, wanted, read, right in s.fields:
                if not right:
                    sys.stdout.write(f"{s.paper}\t{name}: {wanted} <- {read or '-'}\n")


if __name__ == "__main__":
    main()
