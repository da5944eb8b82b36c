"""The Elasticsearch engine keeps the contract, on a real server."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

import pytest

from search.engines.base import EngineUnavailable, SearchEngine
from search.engines.elastic import ElasticEngine
from tests.search.contract import LIBRARY, EngineContract
from tests.search.documents import query

URL = os.environ.get("ELASTICSEARCH_URL", "")
needs_server = pytest.mark.skipif(not URL, reason="ELASTICSEARCH_URL names no server")


@pytest.fixture
def engine() -> Iterator[SearchEngine]:
    yield from _engine()


@pytest.fixture(scope="class")
def library() -> Iterator[SearchEngine]:
    """Return an engine for tests that only read."""
    for engine in _engine():
        engine.rebuild(LIBRARY)
        yield engine


def _engine() -> Iterator[ElasticEngine]:
    name = f"test-{secrets.token_hex(6)}"
    engine = ElasticEngine(url=URL, index=name)
    yield engine
    engine.client.indices.delete(index=f"{name}-*")
    engine.close()


@pytest.mark.service
@needs_server
class TestElasticEngine(EngineContract):
    """All of the contract."""


@pytest.mark.service
@needs_server
def test_an_index_that_a_slow_server_made_before_it_was_asked_again_is_taken(
    engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.elastic.time.time_ns", lambda: 7)
    assert engine._create(building=True) == engine._create(building=True)


def test_an_elastic_server_that_is_not_there_is_told_in_words() -> None:
    engine = ElasticEngine(url="http://127.0.0.1:9", max_retries=0)
    status = engine.status()
    with pytest.raises(EngineUnavailable):
        engine.search(query("waste"))
    engine.close()
    assert not status.ready
    assert "Connection" in status.message
