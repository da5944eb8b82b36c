"""What the benchmarks of search share: opening an engine by name, printing rows."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

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


def stock_answers(
    documents: Mapping[str, tuple[str, str]], queries: Mapping[str, str], depth: int
) -> dict[str, list[str]]:
    """Return what the server finds by itself: an index of defaults, `multi_match` over title and text."""
    client = Elasticsearch(os.environ["ELASTICSEARCH_URL"], request_timeout=60)
    index = f"benchmark-stock-{secrets.token_hex(4)}"
    bulk(client, ({"_index": index, "_id": key, "title": t, "text": x} for key, (t, x) in documents.items()))
    client.indices.refresh(index=index)
    found: dict[str, list[str]] = {}
    for key, text in queries.items():
        asked = {"multi_match": {"query": text, "fields": ["title", "text"]}}
        hits = client.search(index=index, query=asked, size=depth, source=False)["hits"]["hits"]
        found[key] = [hit["_id"] for hit in hits]
    client.indices.delete(index=index)
    client.close()
    return found
