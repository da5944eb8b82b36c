"""The embedded engine keeps the contract, and what a folder of files asks besides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines import tantivy_query
from search.engines.base import SearchEngine
from search.engines.tantivy import TantivyEngine
from search.engines.tantivy_store import Store
from search.query import PUBLIC, SearchQuery, Word
from search.schema import SearchDocument
from tests.search.contract import LIBRARY, EngineContract
from tests.search.documents import document, ids, query


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
    assert 0 < len(remembering.compounds.endings) <= 10
    assert 0 < len(remembering.known) <= 10
    engine.close()


def test_a_word_is_kept_once_among_the_compounds_however_often_it_is_indexed(tmp_path: Path) -> None:
    for _ in range(3):
        engine = TantivyEngine(folder=tmp_path / "index")
        engine.upsert([document(1, "Rapport", "Kommunfullmäktige sade ja", language="sv")])
        engine.close()
    compounds = Store(tmp_path / "index").searchers()["compounds"]
    assert compounds.num_docs == 1
    assert [word for word, _ in compounds.terms_with_prefix("word", "c:sv:")] == ["c:sv:kommunfullmaktige"]


def test_compounds_of_a_batch_that_failed_are_stored_with_the_next(tmp_path: Path) -> None:
    engine = TantivyEngine(folder=tmp_path / "index")
    paper = document(1, "Rapport", "Kommunfullmäktige sade ja", language="sv")

    def broken() -> Iterator[SearchDocument]:
        yield paper
        raise RuntimeError("broken off")

    with pytest.raises(RuntimeError):
        engine.upsert(broken())
    engine.upsert([paper])
    assert ids(engine.search(query("kommun"))) == [1]
    engine.close()
