"""The embedded engine keeps the contract, and what a folder of files asks besides."""

from __future__ import annotations

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
