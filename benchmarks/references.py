"""How rightly reference lists are read: python -m benchmarks.references --gold DIR [--format json].

DIR has references.json: for papers by id their references in order, each with its DOI or its text.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.table import Row, print_rows
from ingest.description.references import FoundReference, find_references
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Extraction


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
    )


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
    ]


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


if __name__ == "__main__":
    main()
