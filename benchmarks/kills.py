"""Whether kill -9 at any moment loses, doubles or half publishes anything that was acknowledged.

    python -m benchmarks.kills [--kills 300] [--seed 1] [--format json]

A library of its own takes papers in, reads, publishes, indexes and is restored from its backup. Each of these five
stages (`benchmarks.stages`) runs in a process of its own that says what was acknowledged and is killed at a random
moment of its work; then the whole library is looked over, the stage is finished, and all is looked over again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.table import Row, print_rows
from tests import pdfs

STAGES = ("upload", "read", "publish", "index")
ACKNOWLEDGED = ("taken", "public", "restricted")
_PAPERS = 2
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Trial:
    """A library under attack: what was acknowledged, how long each stage takes undisturbed, what was found wrong."""

    folder: Path
    chance: random.Random
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    spans: dict[str, float] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def papers(self) -> Path:
        return self.folder / "papers"

    def argument(self, stage: str) -> str:
        """Return what a stage works on: the folder of papers, the way of indexing, the archive, or nothing."""
        if stage == "index":
            return self.chance.choice(("update", "rebuild"))
        return {"upload": str(self.papers), "read": "", "publish": ""}.get(stage, str(self.folder / "library.zip"))

    def measured(self, stage: str, data: str = "var") -> None:
        """Let a stage do all its work, and remember how long that takes."""
        with _started(self, data, "run", stage, self.argument(stage)) as child:
            _heard(self, [_line(child)])
            begun = time.monotonic()
            _ended(self, child)
            self.spans[stage] = time.monotonic() - begun

    def killed(self, stage: str, data: str = "var") -> None:
        """Kill a stage at a random moment of its work; counted only if it was still at work."""
        with _started(self, data, "run", stage, self.argument(stage)) as child:
            _line(child)
            time.sleep(self.chance.uniform(0, 1.05 * self.spans[stage]))
            child.kill()
            self.kills[stage] += _ended(self, child) == -9

    def done(self, *words: str, data: str = "var") -> int:
        """Run a function of the stages undisturbed and return its exit code."""
        with _started(self, data, *words) as child:
            return _ended(self, child)


def _started(trial: Trial, data: str, *words: str) -> subprocess.Popen[str]:
    function, *arguments = words
    code = f"from benchmarks.stages import {function}; {function}(*{arguments!r})"
    environment = {
        **os.environ,
        "KC_DATA_DIR": str(trial.folder / data),
        "KC_SECRET_KEY": "benchmark",
        "KC_LEASE_SECONDS": "1",
        "KC_LOG_LEVEL": "ERROR",
        "KC_DATABASE_URL": "",
        "KC_ELASTICSEARCH_URL": "",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", code]
    return subprocess.Popen(
        command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _line(child: subprocess.Popen[str]) -> str:
    return child.stdout.readline() if child.stdout else ""


def _ended(trial: Trial, child: subprocess.Popen[str]) -> int:
    """Wait for a process, remember what it acknowledged, and return its exit code; any but 0 and a kill is a fault."""
    said, errors = child.communicate()
    _heard(trial, said.splitlines(keepends=True))
    if child.returncode not in {0, -9} and "not empty" not in errors:
        trial.faults.append(errors[-2000:])
    return child.returncode


def _heard(trial: Trial, lines: Sequence[str]) -> None:
    """Remember what a stage acknowledged; a line without its end was not heard."""
    for line in lines:
        kind, _space, rest = line.strip().partition(" ")
        if kind == "begun" and line.endswith("\n"):
            name, address = rest.split()
            sent = trial.papers / "sent.json"
            sent.write_text(json.dumps({**json.loads(sent.read_text()), name: address}))
        elif kind in ACKNOWLEDGED and line.endswith("\n"):
            known = trial.acknowledged.setdefault(kind, [])
            known += [rest] if rest not in known else []
        elif kind in {"refused", "fault"}:
            trial.faults.append(f"{kind} {rest}")


def _new_papers(trial: Trial, number: int) -> None:
    """Lay out two papers unlike all before, the second one in several pieces."""
    trial.papers.mkdir(exist_ok=True)
    for old in trial.papers.iterdir():
        old.unlink()
    (trial.papers / "sent.json").write_text("{}")
    for place in range(_PAPERS):
        words = [f"{trial.chance.getrandbits(40):x}" for _ in range(600)]
        pages = tuple(" ".join(words[n : n + 150]) for n in range(0, 600, 150))
        content = pdfs.paper(title=f"On the well {words[0]} of the county {words[1]}", year=1990 + place, pages=pages)
        padding = b"%" + trial.chance.randbytes(60_000 * place).hex().encode() + b"\n"
        (trial.papers / f"{number}-{place}.pdf").write_bytes(content + padding)


def _round(trial: Trial, number: int) -> None:
    """Take two new papers through all stages, a kill in each; the first round only measures."""
    _new_papers(trial, number)
    for stage in STAGES:
        if stage in trial.spans:
            trial.killed(stage)
            trial.done("mend", stage, trial.argument(stage), json.dumps(trial.acknowledged))
        else:
            trial.measured(stage)
    if "restore" not in trial.spans or number % 10 == 0:
        trial.done("run", "backup", trial.argument("backup"))
        trial.measured("restore", f"measured-{number}")
        return
    # Restored elsewhere, killed, and restored once more: then it is whole, or was whole before.
    elsewhere = f"restored-{number}"
    trial.killed("restore", elsewhere)
    trial.done("run", "restore", trial.argument("restore"), data=elsewhere)
    trial.done("run", "compare", trial.argument("compare"), data=elsewhere)


def attack(trial: Trial, kills: int) -> None:
    """Go on until every stage was killed as often as asked."""
    trial.done("run", "begin", "")
    number = 0
    while any(trial.kills[stage] < kills for stage in (*STAGES, "restore")):
        number += 1
        _round(trial, number)
        sys.stderr.write(f"round {number}: {dict(trial.kills)} {trial.faults}\n")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=300, help="all in all; a fifth of them at each stage")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        trial = Trial(folder=Path(scratch), chance=random.Random(options.seed))
        attack(trial, max(1, options.kills // (len(STAGES) + 1)))
    rows = [Row(name="kills", group=stage, n=count, value=count) for stage, count in trial.kills.items()]
    rows += [
        Row(name="acknowledged", group=k, n=len(names), value=len(names)) for k, names in trial.acknowledged.items()
    ]
    found = len(trial.faults)
    rows.append(Row(name="lost, doubled or half done", group="all", n=trial.kills.total(), value=found))
    print_rows("kills", rows, form=options.format)
    return 1 if trial.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
