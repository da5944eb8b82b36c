"""What the benchmarks of search share: opening an engine by name, printing rows."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from search.engines.base import SearchEngine
from search.engines.elastic import ElasticEngine
from search.engines.tantivy import TantivyEngine
from search.ranking import RANKING, Ranking

ENGINES = ("tantivy", "elastic")


@contextlib.contextmanager
def opened(name: str, folder: Path, ranking: Ranking = RANKING) -> Iterator[SearchEngine]:
    """Open an engine with an index of its own, removed at the end: in `folder`, or on ELASTICSEARCH_URL's server."""
    if name == "tantivy":
        engine = TantivyEngine(folder=folder / "index", ranking=ranking)
        yield engine
        engine.close()
        return
    if not os.environ.get("ELASTICSEARCH_URL"):
        raise SystemExit("ELASTICSEARCH_URL names no server")
    index = f"benchmark-{secrets.token_hex(4)}"
    elastic = ElasticEngine(url=os.environ["ELASTICSEARCH_URL"], index=index, request_timeout=60, ranking=ranking)
    yield elastic
    elastic.client.indices.delete(index=f"{index}-*")
    elastic.close()
