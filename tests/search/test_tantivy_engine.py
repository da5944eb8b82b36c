"""The embedded engine keeps the contract, and what a folder of files asks besides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.base import SearchEngine
from search.engines.tantivy import TantivyEngine
from tests.search.contract import LIBRARY, EngineContract


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
