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
import shutil
import signal
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


class Brood:
    """A process with the library loaded that forks a child for each piece of work."""

    def __init__(self, data: Path) -> None:
        environment = {
            **os.environ,
            "KC_DATA_DIR": str(data),
            "KC_SECRET_KEY": "benchmark",
            "KC_LEASE_SECONDS": "1",
            "KC_LOG_LEVEL": "ERROR",
            "KC_DATABASE_URL": "",
            "KC_ELASTICSEARCH_URL": "",
            "PYTHONWARNINGS": "ignore",
        }
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c"]
        self._mother = subprocess.Popen(
            [*command, "from benchmarks.stages import serve; serve()"],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._output = data.with_name(f"{data.name}.output")

    def work(self, *words: str, kill_after: float | None = None) -> tuple[int, list[str], float]:
        """Let a child do a stage, killed after so many seconds; return its exit code, what it said, and its seconds."""
        request, answer = self._mother.stdin, self._mother.stdout
        if request is None or answer is None:
            raise ValueError(words)
        request.write(json.dumps([str(self._output), *words]) + "\n")
        request.flush()
        child = int(answer.readline())
        begun = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        request.write("\n")
        request.flush()
        code = int(answer.readline())
        return code, self._output.read_text().splitlines(), time.monotonic() - begun

    def close(self) -> None:
        if self._mother.stdin:
            self._mother.stdin.close()
        self._mother.wait()


@dataclass(slots=True)
class Trial:
    """A library under attack: what was acknowledged, how long each stage takes undisturbed, what was found wrong."""

    folder: Path
    library: Brood
    other: Brood
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

    def measured(self, brood: Brood, stage: str) -> None:
        """Let a stage do all its work, and remember how long that takes."""
        code, said, self.spans[stage] = brood.work(stage, self.argument(stage))
        _heard(self, code, said)

    def killed(self, brood: Brood, stage: str) -> None:
        """Kill a stage at a random moment of its work; counted only if it was still at work."""
        moment = self.chance.uniform(0, self.spans[stage])
        code, said, _seconds = brood.work(stage, self.argument(stage), kill_after=moment)
        hit = code == -signal.SIGKILL
        self.kills[stage] += hit
        # The machine has other work too: moments keep to how long the stage takes just now.
        self.spans[stage] *= 1.1 if hit else 0.7
        _heard(self, code, said)

    def done(self, brood: Brood, *words: str) -> None:
        """Let a child do something undisturbed."""
        code, said, _seconds = brood.work(*words)
        _heard(self, code, said)


def _heard(trial: Trial, code: int, lines: Sequence[str]) -> None:
    """Remember what a stage acknowledged; an end that is neither its own nor a kill is a fault."""
    if code not in {0, -signal.SIGKILL} and not any("not empty" in line for line in lines):
        trial.faults.append(" / ".join(lines[-8:]))
    for line in lines:
        kind, _space, rest = line.partition(" ")
        if kind == "begun":
            name, address = rest.split()
            sent = trial.papers / "sent.json"
            sent.write_text(json.dumps({**json.loads(sent.read_text()), name: address}))
        elif kind in ACKNOWLEDGED:
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
            trial.killed(trial.library, stage)
            words = ("mend", stage, trial.argument(stage), json.dumps(trial.acknowledged))
            trial.done(trial.library, *words)
        else:
            trial.measured(trial.library, stage)
    shutil.rmtree(trial.folder / "other", ignore_errors=True)
    (trial.folder / "other" / "static").mkdir(parents=True)
    if "restore" not in trial.spans or number % 10 == 0:
        trial.done(trial.library, "backup", trial.argument("backup"))
        trial.measured(trial.other, "restore")
        return
    # Killed, and restored once more: then it is whole, or was whole before.
    trial.killed(trial.other, "restore")
    trial.done(trial.other, "restore", trial.argument("restore"))
    trial.done(trial.other, "compare", trial.argument("compare"))


def attack(trial: Trial, kills: int) -> None:
    """Go on until every stage was killed as often as asked."""
    trial.done(trial.library, "begin", "")
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
        folder = Path(scratch)
        broods = [Brood(folder / name) for name in ("library", "other")]
        trial = Trial(folder=folder, library=broods[0], other=broods[1], chance=random.Random(options.seed))
        attack(trial, max(1, options.kills // (len(STAGES) + 1)))
        for brood in broods:
            brood.close()
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
