"""Every file of a folder ends in text or in a named reason, and the reader lives on.

    python -m benchmarks.hostile --folder DIR [--fuzz 200] [--seconds 45] [--format json]

Besides the files as they are, `--fuzz` reads so many mutations of them: bytes changed, parts cut, repeated, swapped.
The rows: how many files ended in what, how many took longer than their limits, and whether the sandbox still reads.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.table import Row, print_rows
from ingest.extraction.limits import DEFAULT_LIMITS, Limits
from ingest.extraction.sandbox import Sandbox
from ingest.extraction.values import Extraction, Failure

# The two engines may each use their whole time, and starting and ending a child takes some.
_TRIES = 2
_GRACE_SECONDS = 8.0
_MOST_FUZZED_BYTES = 3_000_000
_MUTATIONS = 40


@dataclass(slots=True)
class Outcome:
    """What became of the files of one group."""

    ends: Counter[str] = field(default_factory=Counter)
    late: int = 0
    unnamed: int = 0
    slowest: float = 0
    slowest_name: str = ""

    @property
    def count(self) -> int:
        return self.ends.total()


def read_one(sandbox: Sandbox, path: Path, outcome: Outcome, limits: Limits, name: str) -> None:
    """Read a file and note how it ended."""
    start = time.perf_counter()
    try:
        end = _named(sandbox.read(path))
    except Exception as error:  # noqa: BLE001 - an exception that escapes is what is looked for
        sys.stderr.write(f"{name}: {error!r}\n")
        end = "escaped"
        outcome.unnamed += 1
    took = time.perf_counter() - start
    outcome.ends[end] += 1
    outcome.late += took > _TRIES * limits.seconds + _GRACE_SECONDS
    if took > outcome.slowest:
        outcome.slowest, outcome.slowest_name = took, name


def _named(answer: Extraction | Failure) -> str:
    if isinstance(answer, Failure):
        return answer.code
    return "text" if answer.characters else "no text"


def mutations(paths: Sequence[Path], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes of mutated files, the same ones for the same seed."""
    chance = random.Random(seed)
    small = [path for path in paths if 0 < path.stat().st_size <= _MOST_FUZZED_BYTES]
    for number in range(count if small else 0):
        path = chance.choice(small)
        yield f"{path.name}#{number}", mutated(path.read_bytes(), chance)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return the bytes with some changed, cut out, repeated or swapped."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, _MUTATIONS)):
        if not changed:
            break
        place = chance.randrange(len(changed))
        length = chance.randint(1, 64)
        match chance.randrange(4):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                del changed[place : place + length]
            case 2:
                changed[place:place] = changed[place : place + length]
            case _:
                other = chance.randrange(len(changed))
                changed[place : place + length] = changed[other : other + length]
    return bytes(changed)


def measured(folder: Path, fuzz: int, seed: int, limits: Limits) -> tuple[dict[str, Outcome], bool]:
    """Return the outcomes of the files as they are and of the mutated ones, and whether a sound file is read after."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() == ".pdf")
    groups = {"files": Outcome(), "mutated": Outcome()}
    sound: Path | None = None
    with Sandbox(limits) as sandbox, TemporaryDirectory() as scratch:
        for path in paths:
            before = groups["files"].ends["text"]
            read_one(sandbox, path, groups["files"], limits, path.name)
            if groups["files"].ends["text"] > before:
                sound = path
        draft = Path(scratch) / "mutated.pdf"
        for name, content in mutations(paths, fuzz, seed):
            draft.write_bytes(content)
            read_one(sandbox, draft, groups["mutated"], limits, name)
        alive = sound is not None and isinstance(sandbox.read(sound), Extraction)
    return groups, alive


def rows(groups: dict[str, Outcome], *, alive: bool) -> list[Row]:
    everything = sum(outcome.count for outcome in groups.values())
    unnamed = sum(outcome.unnamed for outcome in groups.values())
    late = sum(outcome.late for outcome in groups.values())
    found = [
        Row(name="ended in text or a reason", group="all", n=everything, value=1 - unnamed / max(1, everything)),
        Row(name="within the limits", group="all", n=everything, value=1 - late / max(1, everything)),
        Row(name="reads on afterwards", group="all", n=1, value=float(alive)),
    ]
    for group, outcome in groups.items():
        if outcome.count:
            found.append(Row(name="slowest, seconds", group=group, n=outcome.count, value=outcome.slowest))
            found += (
                Row(name=end, group=group, n=times, value=times / outcome.count)
                for end, times in outcome.ends.most_common()
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--fuzz", type=int, default=0, help="how many mutations to read as well")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=DEFAULT_LIMITS.seconds, help="limit on one try of one engine")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args()
    limits = replace(DEFAULT_LIMITS, seconds=options.seconds, cpu_seconds=max(1, int(options.seconds)))
    groups, alive = measured(options.folder, options.fuzz, options.seed, limits)
    for group, outcome in groups.items():
        if outcome.slowest_name:
            sys.stderr.write(f"slowest of {group}: {outcome.slowest_name}, {outcome.slowest:.1f} s\n")
    print_rows("hostile", rows(groups, alive=alive), form=options.format)
    if not alive or any(outcome.unnamed or outcome.late for outcome in groups.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
