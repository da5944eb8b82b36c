"""kill -9 at any moment: every acknowledged file ends in review or published, none lost, none twice.

KC_KILLS sets how many kills each test makes; `python -m benchmarks.kills` makes 300, at every stage.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import pdfs
from tests.ingest.processes import ROOT, Library

KILLS = int(os.environ.get("KC_KILLS", "1"))
PAPERS = 4


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "var", KC_DATABASE_URL="")
    library.run("migrate", "-v0", "--skip-checks")
    return library


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(PAPERS):
        # Different on each page: what stands alike on all of them is a running head, and left out.
        pages = tuple(
            f"{p} wells were dug in {1900 + p}. Only here stands unique{number}word. " * (p + 1) for p in range(3)
        )
        content = pdfs.paper(title=f"On well number {number}", pages=pages)
        (folder / f"{number}.pdf").write_bytes(content)
    return folder


def finished(library: Library, folder: Path) -> None:
    """Let an undisturbed run finish, then look whether all is there."""
    library.run("ingest", str(folder), "--publish", "all")
    whole(library)


def whole(library: Library) -> None:
    """Look whether every paper is there, once, published and found."""
    state = library.asked(f"state({[f'unique{n}word' for n in range(PAPERS)]})")
    # Files that an earlier run had finished are said to be here already.
    state["submissions"].pop("duplicate", None)
    assert state == {
        "submissions": {"published": PAPERS},
        "publications": {"published": PAPERS},
        "faults": [],
        "outbox": 0,
        "different": 0,
        "found": [1] * PAPERS,
    }


def test_a_killed_ingest_is_taken_up_again(library: Library, papers: Path) -> None:
    chance = random.Random(8)
    for _kill in range(KILLS):
        library.killed_after(chance.uniform(0.7, 4), "ingest", str(papers), "--publish", "all")
    finished(library, papers)


def test_a_killed_worker_is_followed_by_the_next(library: Library, papers: Path) -> None:
    chance = random.Random(9)
    received = "[receive(p.name, p.open('rb'), uploader=None).state for p in paths(%r)]"
    assert library.asked(received % str(papers)) == ["waiting"] * PAPERS
    for _kill in range(KILLS):
        library.killed_after(chance.uniform(0.7, 4), "worker")
    with library.started("worker"):
        until = time.monotonic() + 600
        while (states := library.states()) != {"in_review": PAPERS} and time.monotonic() < until:
            time.sleep(0.2)
    assert states == {"in_review": PAPERS}
    finished(library, papers)


def test_a_killed_restore_leaves_nothing_or_all(library: Library, papers: Path, tmp_path: Path) -> None:
    library.run("ingest", str(papers), "--publish", "all")
    archive = tmp_path / "library.zip"
    library.run("backup", str(archive))
    chance = random.Random(10)
    for kill in range(KILLS):
        restored = Library(tmp_path / f"restored-{kill}", KC_DATABASE_URL="")
        restored.killed_after(chance.uniform(0.7, 4), "restore", str(archive))
        # A second try finds an empty library, or one that is whole but for its index.
        restored.run("restore", str(archive), check=False)
        restored.run("index", "update")
        whole(restored)


@pytest.mark.skipif("KC_KILLS" not in os.environ, reason="KC_KILLS says how many kills; by default only those above")
def test_kills_at_every_stage_lose_double_and_half_publish_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kills", "--kills", str(5 * KILLS), "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
