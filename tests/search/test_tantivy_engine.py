"""The embedded engine keeps the contract, and what a folder of files asks besides."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines import tantivy_query
from search.engines.base import SearchEngine
from search.engines.tantivy import TantivyEngine
from search.query import PUBLIC, SearchQuery, Word
from tests.search.contract import LIBRARY, EngineContract
from tests.search.documents import document


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SearchEngine]:
    engine = TantivyEngine(folder=tmp_path / "index")
    yield engine
    engine.close()


@pytest.fixture(scope="class")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    """Return an engine for tests that only read."""
    engine = TantivyEngine(folder=tmp_path_factory.mktemp("index"))
    engine.rebuild(LIBRARY)
    yield engine
    engine.close()


class TestTantivyEngine(EngineContract):
    """All of the contract."""


def test_what_is_remembered_of_a_state_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_query, "MAX_ENDINGS", 10)
    monkeypatch.setattr(tantivy_query, "MAX_KNOWN", 10)
    engine = TantivyEngine(folder=tmp_path / "index")
    engine.rebuild(LIBRARY)
    for number in range(50):
        engine.search(SearchQuery(audience=PUBLIC, expression=Word(f"kommun{number}x")))
    assert engine.latest is not None
    remembering = engine.latest.compiler
    assert 0 < len(remembering.endings) <= 10
    assert 0 < len(remembering.known) <= 10
    engine.close()


def test_what_was_replaced_or_is_hidden_makes_no_word_a_shared_one(tmp_path: Path) -> None:
    own = " ".join(f"{chr(97 + n % 26)}{chr(97 + n // 26)}word" for n in range(60))
    engine = TantivyEngine(folder=tmp_path / "index")
    engine.upsert([document(1, "A water subject", abstract=own), document(2, "Another water subject")])
    engine.upsert([document(1, "A water subject", abstract=own, version=2)])
    engine.upsert([document(3, "A hidden one", abstract=own, record_public=False)])
    assert engine.similar(1, PUBLIC) == (2,)
    engine.close()


# Eight commits make tantivy merge; the last replaces one of the first three, and nobody lives to see the merge end.
_KILLED_WHILE_MERGING = """
import os, signal, sys
from search.engines.tantivy import TantivyEngine
from tests.search.documents import document
engine = TantivyEngine(folder=sys.argv[1])
for batch in range(7):
    engine.upsert([document(3 * batch + n, "A title", "A page") for n in range(3)])
engine.upsert([document(1, "A title", "A page", version=2), document(21, "A title", "A page")])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_is_replaced_first_after_a_kill_while_merging_does_not_come_back(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    command = [sys.executable, "-c", _KILLED_WHILE_MERGING, str(folder)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    engine = TantivyEngine(folder=folder)
    unmerged = json.loads((folder / engine.store.current() / "publications" / "meta.json").read_text())
    assert len(unmerged["segments"]) == 8
    engine.upsert([document(0, "A title", "A page", version=3)])
    engine.close()
    assert sorted(pk for pk, _ in engine.versions()) == list(range(22))
    assert dict(engine.page_counts()) == dict.fromkeys(range(22), 1)
