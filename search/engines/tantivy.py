"""The embedded search engine: tantivy in a folder, nothing to install."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from search.engines.base import EngineError, EngineUnavailable, QueryTooExpensive, SearchEngine
from search.engines.entry import entry_of
from search.engines.tantivy_search import all_ids, facet, page_counts, results, versions
from search.engines.tantivy_similar import similar
from search.engines.tantivy_state import State
from search.engines.tantivy_store import Generation, Store, building, removed_on_failure
from search.engines.tantivy_suggesting import suggestions
from search.engines.tantivy_writer import Writer
from search.query import Audience, SearchQuery
from search.ranking import RANKING, Ranking
from search.results import EngineStatus, Facet, Results
from search.schema import SearchDocument

_PROGRESS_EVERY = 100
Answer = TypeVar("Answer")


class TantivyEngine(SearchEngine):
    """One process writes and keeps its writer for life; any number read and look afresh before each search."""

    def __init__(self, *, folder: str | Path, ranking: Ranking = RANKING) -> None:
        self.store = Store(Path(folder))
        self.ranking = ranking
        self.writer: Writer | None = None
        self.writer_pid = 0
        self.lock = threading.RLock()
        self.latest: State | None = None
        # The values of facets by their numbers, whichever state of the index had them.
        self.values: dict[int, str] = {}

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        with self.lock, self.store.writing():
            writer = self._writer()
            try:
                for document in documents:
                    writer.put(entry_of(document))
                writer.commit()
            except BaseException as error:  # noqa: BLE001 -- undone and raised again, whatever it is
                writer.rolled_back(error)

    def delete(self, ids: Iterable[int]) -> None:
        with self.lock, self.store.writing():
            writer = self._writer()
            try:
                writer.delete(ids)
                writer.commit()
            except BaseException as error:  # noqa: BLE001 -- undone and raised again, whatever it is
                writer.rolled_back(error)

    def _writer(self) -> Writer:
        """Return the writer of the living generation; the first one when there is none."""
        self.store.remove_retired()
        name = self.store.current()
        if self.writer and self.writer_pid == os.getpid() and self.writer.generation.name == name:
            self.writer.versions.clear()
            return self.writer
        self.writer = None
        if not name:
            self.store.publish(self.store.new_generation())
        self.store.opened()
        self.writer = Writer(Generation(self.store.folder / self.store.current()))
        self.writer.collect_garbage()
        self.writer_pid = os.getpid()
        return self.writer

    def rebuild(
        self,
        documents: Iterable[SearchDocument],
        *,
        catch_up: Callable[[], Iterable[SearchDocument | int]] = tuple,
        progress: Callable[[int], object] = int,
    ) -> None:
        self.store.remove_retired()
        generation = self.store.new_generation()
        with building(generation.folder), removed_on_failure(generation.folder):
            _fill(generation, documents, progress)
            with self.lock, self.store.writing():
                # Whoever writes to the old generation waits from here to the swap.
                _bring_up_to_date(generation, catch_up())
                self.store.publish(generation)
                self.writer = None

    def search(self, query: SearchQuery) -> Results:
        return self._asked(lambda state: results(state, query))

    def suggest(self, prefix: str, audience: Audience, limit: int = 8) -> tuple[str, ...]:
        return self._asked(lambda state: suggestions(state, prefix, audience, limit))

    def similar(self, publication: int, audience: Audience, limit: int = 5) -> tuple[int, ...]:
        return self._asked(lambda state: similar(state, publication, audience, limit))

    def facet_values(self, query: SearchQuery, name: str, containing: str = "", limit: int = 1000) -> Facet:
        return self._asked(lambda state: facet(state, query, name, limit, containing))

    def matching_ids(self, query: SearchQuery) -> tuple[int, ...]:
        return self._asked(lambda state: all_ids(state, query))

    def versions(self) -> Iterator[tuple[int, int]]:
        yield from versions(self._state())

    def page_counts(self) -> Iterator[tuple[int, int]]:
        yield from page_counts(self._state())

    def status(self) -> EngineStatus:
        version = self.store.version()
        try:
            searchers = self.store.searchers()
        except EngineError as error:
            return EngineStatus(
                name="tantivy", ready=False, version=version, publications=0, pages=0, message=str(error)
            )
        counts = {name: searcher.num_docs for name, searcher in searchers.items()}
        return EngineStatus(
            name="tantivy", ready=True, version=version, publications=counts["publications"], pages=counts["pages"]
        )

    def close(self) -> None:
        with self.lock:
            if self.writer and self.writer_pid == os.getpid():
                self.writer.settled()
            self.writer = None

    def _state(self) -> State:
        """Return the newest state of the index; it remembers which words it has."""
        searchers = self.store.searchers()
        known = self.latest
        if known is None or known.searchers is not searchers:
            known = self.latest = State(searchers, self.ranking, self.values)
        return known

    def _asked(self, ask: Callable[[State], Answer]) -> Answer:
        try:
            return ask(self._state())
        except BaseException as error:
            # A panic in Rust comes as a BaseException of no importable class.
            if type(error).__name__ == "PanicException":
                raise QueryTooExpensive(str(error)) from error
            if isinstance(error, ValueError):
                raise EngineUnavailable(str(error)) from error
            raise


def _fill(generation: Generation, documents: Iterable[SearchDocument], progress: Callable[[int], object]) -> None:
    writer = Writer(generation, whole=True)
    done = 0
    for document in documents:
        writer.put(entry_of(document), fresh=document.id not in writer.versions)
        done += 1
        if done % _PROGRESS_EVERY == 0:
            progress(done)
    writer.commit()
    writer.settled()
    progress(done)


def _bring_up_to_date(generation: Generation, changes: Iterable[SearchDocument | int]) -> None:
    writer: Writer | None = None
    for change in changes:
        writer = writer or Writer(generation)
        if isinstance(change, int):
            writer.delete([change])
        else:
            writer.put(entry_of(change))
    if writer:
        writer.commit()
        writer.settled()
