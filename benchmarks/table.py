"""The rows that every benchmark prints, as a table for readers or as one JSON object."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure: the measure, over what group, of how many cases, ours, and the peer's in the same run."""

    name: str
    group: str
    n: int
    value: float
    peer: float | None = None


def print_rows(benchmark: str, rows: Sequence[Row], *, form: str) -> None:
    """Print rows as {"benchmark", "rows": [...]} (form "json") or as a table."""
    if form == "json":
        sys.stdout.write(json.dumps({"benchmark": benchmark, "rows": [asdict(row) for row in rows]}) + "\n")
        return
    width = max((len(row.name) for row in rows), default=4)
    sys.stdout.write(f"{'':{width}}  {'group':22} {'n':>5} {'value':>7} {'peer':>7}\n")
    for row in rows:
        peer = "" if row.peer is None else f"{row.peer:7.3f}"
        sys.stdout.write(f"{row.name:{width}}  {row.group:22} {row.n:5d} {row.value:7.3f} {peer:>7}\n")
