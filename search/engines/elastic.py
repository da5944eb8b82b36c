"""The scale-out search engine: Elasticsearch 8 or 9, through its client of version 8."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, TransportError

from search.engines.base import EngineError, EngineUnavailable, SearchEngine
from search.engines.elastic_bulk import Bulk, RequestFailed, named
from search.engines.elastic_index import KINDS, documents, mappings, serving, settings
from search.engines.elastic_search import ElasticSearch
from search.engines.entry import Entry, entry_of, page_name
from search.engines.tantivy_analysis import LANGUAGES
from search.query import Audience, SearchQuery
from search.ranking import RANKING, Ranking
from search.results import EngineStatus, Facet, Results
from search.schema import INDEX_VERSION, SearchDocument

_BATCH = 50
_PROGRESS_EVERY = 100
_SEGMENTS = 5
# How long the languages and the form of the index are believed.
_BELIEVED_SECONDS = 1.0
_ABANDONED_MILLISECONDS = 24 * 3600 * 1000
Answer = TypeVar("Answer")


class ElasticEngine(SearchEngine):
    """Two indexes behind aliases; every write carries its version, so that any number of workers may write."""

    def __init__(
        self, *, url: str, index: str = "kc", replicas: int = 0, ranking: Ranking = RANKING, **options: Any
    ) -> None:
        """`url` may name several nodes, separated by commas; `options` go to the client."""
        self.client = Elasticsearch(
            url.split(","),
            **{
                "request_timeout": 10,
                "max_retries": 3,
                "retry_on_timeout": True,
                # 429 is not repeated at once: we pause ourselves.
                "retry_on_status": (502, 503, 504),
                **options,
            },
        )
        self.index = index
        self.replicas = replicas
        self.ranking = ranking
        self.lock = threading.Lock()
        self.languages: tuple[str, ...] = ()
        self.believed_until = 0.0

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        with _translated():
            self._create_first()
            bulk = Bulk(self.client)
            batch: dict[int, Entry] = {}
            for document in documents:
                known = batch.get(document.id)
                if known is None or document.version >= known.version:
                    batch[document.id] = entry_of(document)
                if len(batch) >= _BATCH:
                    self._put(bulk, batch, self.index)
                    batch = {}
            self._put(bulk, batch, self.index)
            bulk.send()
            self._refresh(self.index)

    def delete(self, ids: Iterable[int]) -> None:
        with _translated():
            self._create_first()
            bulk = Bulk(self.client)
            wanted = list(ids)
            stored = self._stored(wanted, self.index)
            for pk, (version, count) in stored.items():
                self._remove_pages(bulk, pk, 0, count, version, self.index)
                bulk.delete(f"{self.index}-publications", str(pk), version)
            bulk.send()
            self._remove_strays(wanted)
            self._refresh(self.index)

    def _put(self, bulk: Bulk, batch: dict[int, Entry], index: str) -> None:
        """Send entries in place of their older selves, each with its version; pages first."""
        stored = self._stored(list(batch), index)
        for pk, entry in batch.items():
            version, count = stored.get(pk, (-1, 0))
            if version > entry.version:
                continue
            self._add(bulk, entry, index)
            self._remove_pages(bulk, pk, len(entry.pages), count, entry.version, index)

    def _add(self, bulk: Bulk, entry: Entry, index: str) -> None:
        for kind, key, document in documents(entry):
            bulk.index(f"{index}-{kind}", key, document, entry.version)

    def _remove_pages(self, bulk: Bulk, pk: int, first: int, count: int, version: int, index: str) -> None:
        for position in range(first, count):
            bulk.delete(f"{index}-pages", page_name(pk, position), version)

    def _remove_strays(self, ids: list[int]) -> None:
        """Remove pages that no publication counts as its own, which only an accident leaves behind."""
        self._refresh(self.index)
        search = self._search()
        bulk = Bulk(self.client)
        for pk in ids:
            for key, version in search.pages_of(pk):
                bulk.delete(f"{self.index}-pages", key, version)
        bulk.send()

    def _stored(self, ids: list[int], index: str) -> dict[int, tuple[int, int]]:
        """Return (version, number of pages) of those publications that are stored, as of now."""
        if not ids:
            return {}
        answer = self.client.mget(index=f"{index}-publications", ids=[str(pk) for pk in ids], source_includes=["pages"])
        found = [doc for doc in answer["docs"] if doc.get("found")]
        return {int(doc["_id"]): (doc["_version"], doc["_source"]["pages"]) for doc in found}

    def _refresh(self, index: str) -> None:
        self.client.indices.refresh(index=[f"{index}-{kind}" for kind in KINDS])
        self.believed_until = 0.0

    def _create_first(self) -> None:
        if not self.client.indices.exists_alias(name=f"{self.index}-publications"):
            self._publish(self._create(building=False))

    def _create(self, *, building: bool) -> str:
        """Return the name of a new generation of empty indexes."""
        name = f"{self.index}-{time.time_ns()}"
        for kind in KINDS:
            try:
                self.client.indices.create(
                    index=f"{name}-{kind}",
                    settings=settings(building=building, replicas=self.replicas),
                    mappings=mappings(kind),
                )
            except BadRequestError as error:
                # The name is nobody else's: a slow server made it, and the client asked again before it was answered.
                if error.error != "resource_already_exists_exception":
                    raise
        return name

    def _publish(self, name: str) -> list[str]:
        """Let the aliases mean a generation, in one step; return the indexes they meant before."""
        try:
            before = list(self.client.indices.get_alias(name=[f"{self.index}-{kind}" for kind in KINDS]))
        except NotFoundError:
            before = []
        actions: list[dict[str, Any]] = [
            {"remove": {"index": index, "alias": f"{self.index}-{index.rpartition('-')[2]}"}} for index in before
        ]
        actions += [{"add": {"index": f"{name}-{kind}", "alias": f"{self.index}-{kind}"}} for kind in KINDS]
        self.client.indices.update_aliases(actions=actions)
        self.believed_until = 0.0
        return before

    def rebuild(
        self,
        documents: Iterable[SearchDocument],
        *,
        catch_up: Callable[[], Iterable[SearchDocument | int]] = tuple,
        progress: Callable[[int], object] = int,
    ) -> None:
        with _translated():
            self._remove_abandoned()
            name = self._create(building=True)
            try:
                self._fill(name, documents, progress)
                self._bring_up_to_date(name, catch_up())
                before = self._publish(name)
            except BaseException:
                self._drop([f"{name}-{kind}" for kind in KINDS])
                raise
            # Other hosts may have written to the old indexes between our last look and the swap.
            self._bring_up_to_date(self.index, catch_up())
            self._drop(before)

    def _fill(self, name: str, documents: Iterable[SearchDocument], progress: Callable[[int], object]) -> None:
        bulk = Bulk(self.client)
        counts = {"publications": 0, "pages": 0}
        for document in documents:
            entry = entry_of(document)
            self._add(bulk, entry, name)
            counts["publications"] += 1
            counts["pages"] += len(entry.pages)
            if counts["publications"] % _PROGRESS_EVERY == 0:
                progress(counts["publications"])
        bulk.send()
        self._refresh(name)
        stored = {kind: self.client.count(index=f"{name}-{kind}")["count"] for kind in KINDS}
        if stored != counts:
            raise RequestFailed(f"stored {stored} of {counts}")  # noqa: EM102
        patient = self.client.options(request_timeout=3600)
        # Merging halves the time of searches and drops the copies that the server keeps for recovery.
        patient.indices.forcemerge(index=[f"{name}-{kind}" for kind in KINDS], max_num_segments=_SEGMENTS)
        for kind in KINDS:
            self.client.indices.put_settings(index=f"{name}-{kind}", settings={"index": serving(self.replicas)})
        progress(counts["publications"])

    def _bring_up_to_date(self, index: str, changes: Iterable[SearchDocument | int]) -> None:
        bulk = Bulk(self.client)
        written = False
        for change in changes:
            written = True
            if isinstance(change, int):
                for pk, (version, count) in self._stored([change], index).items():
                    self._remove_pages(bulk, pk, 0, count, version, index)
                    bulk.delete(f"{index}-publications", str(pk), version)
            else:
                entry = entry_of(change)
                self._put(bulk, {entry.id: entry}, index)
            bulk.send()
        if written:
            self._refresh(index)

    def _remove_abandoned(self) -> None:
        """Remove indexes of rebuilds that were killed a day ago or more."""
        found = self.client.indices.get(index=f"{self.index}-*", expand_wildcards="all", ignore_unavailable=True)
        limit = time.time() * 1000 - _ABANDONED_MILLISECONDS
        self._drop(
            [
                name
                for name, index in found.items()
                if not index["aliases"]
                and name.rpartition("-")[2] in KINDS
                and int(index["settings"]["index"]["creation_date"]) < limit
            ]
        )

    def _drop(self, indexes: list[str]) -> None:
        if indexes:
            self.client.indices.delete(index=indexes, ignore_unavailable=True)

    def search(self, query: SearchQuery) -> Results:
        return self._asked(lambda search: search.results(query))

    def suggest(self, prefix: str, audience: Audience, limit: int = 8) -> tuple[str, ...]:
        return self._asked(lambda search: search.suggestions(prefix, audience, limit))

    def similar(self, publication: int, audience: Audience, limit: int = 5) -> tuple[int, ...]:
        return self._asked(lambda search: search.similar(publication, audience, limit))

    def facet_values(self, query: SearchQuery, name: str, containing: str = "", limit: int = 1000) -> Facet:
        return self._asked(lambda search: search.facet(query, name, limit, containing))

    def matching_ids(self, query: SearchQuery) -> tuple[int, ...]:
        return self._asked(lambda search: search.all_ids(query))

    def versions(self) -> Iterator[tuple[int, int]]:
        with _translated():
            yield from self._search().versions()

    def page_counts(self) -> Iterator[tuple[int, int]]:
        with _translated():
            yield from self._search().page_counts()

    def _asked(self, ask: Callable[[ElasticSearch], Answer]) -> Answer:
        with _translated():
            return ask(self._search())

    def _search(self) -> ElasticSearch:
        return ElasticSearch(self.client, self.index, self._languages(), self.ranking)

    def _languages(self) -> tuple[str, ...]:
        """Return the languages of the collection; raises EngineUnavailable for an index of another form."""
        with self.lock:
            if time.monotonic() < self.believed_until:
                return self.languages
            if (version := self._version()) != INDEX_VERSION:
                message = "there is no index yet" if version is None else f"the index has form {version}"
                raise EngineUnavailable(f"{message}: run `manage.py index rebuild`")  # noqa: EM102
            answer = self.client.search(
                index=f"{self.index}-publications",
                size=0,
                aggs={"languages": {"terms": {"field": "languages", "size": len(LANGUAGES)}}},
                allow_partial_search_results=False,
            )
            present = {bucket["key"] for bucket in answer["aggregations"]["languages"]["buckets"]}
            self.languages = tuple(language for language in LANGUAGES if language in present)
            self.believed_until = time.monotonic() + _BELIEVED_SECONDS
            return self.languages

    def _version(self) -> int | None:
        """Return the form of the living index's documents."""
        try:
            found = self.client.indices.get_mapping(index=f"{self.index}-publications")
        except NotFoundError:
            return None
        return next((index["mappings"].get("_meta", {}).get("version") for index in found.values()), None)

    def status(self) -> EngineStatus:
        version: int | None = None
        try:
            with _translated():
                version = self._version()
                self._languages()
                counts = {kind: int(self.client.count(index=f"{self.index}-{kind}")["count"]) for kind in KINDS}
        except EngineError as error:
            return EngineStatus(
                name="elasticsearch", ready=False, version=version, publications=0, pages=0, message=str(error)
            )
        return EngineStatus(
            name="elasticsearch",
            ready=True,
            version=version,
            publications=counts["publications"],
            pages=counts["pages"],
        )

    def close(self) -> None:
        self.client.close()


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (ApiError, TransportError) as error:
        raise named(error) from error
