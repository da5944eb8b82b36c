"""Writing to the two indexes of a generation: pages first, then publications, all of a batch or nothing."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import NoReturn

from tantivy import IndexWriter, Query

from search.engines.base import EngineError, EngineUnavailable
from search.engines.entry import Entry
from search.engines.tantivy_index import SCHEMAS, pages, publication
from search.engines.tantivy_reading import numbers, top
from search.engines.tantivy_store import NAMES, Generation

# The writer's queue is bounded by documents, not bytes: without commits 20,000 papers took 1.7 GB.
_HEAP_BYTES, _COMMIT_BYTES = 50_000_000, 100_000_000
# A rebuild's: larger segments, one a commit. Merging took a fifth of tantivy's part, and maps them all into memory.
_REBUILDS_HEAP, _REBUILDS_COMMIT = 240_000_000, 230_000_000
# The process that writes keeps the writer for life; another need not wait for its end.
_LOCK_SECONDS = 2.0


class WriteFailed(EngineError):
    """Documents could not be stored; nothing of the batch was."""


class Writer:
    """The writers of one generation. A failed batch is rolled back: after an error tantivy stores nothing more."""

    def __init__(self, generation: Generation, *, whole: bool = False) -> None:
        """Open the writers; `whole` for one that writes all publications, and may take 400 MB more for it."""
        self.generation = generation
        heap, self.most = (_REBUILDS_HEAP, _REBUILDS_COMMIT) if whole else (_HEAP_BYTES, _COMMIT_BYTES)
        self.writers = {name: _writer(generation, name, heap) for name in NAMES}
        self.bytes = 0
        self.versions: dict[int, int] = {}

    def collect_garbage(self) -> None:
        """Remove files that a killed process left behind."""
        for writer in self.writers.values():
            writer.garbage_collect_files()

    def put(self, entry: Entry, *, fresh: bool = False) -> None:
        """Store an entry in place of its older self; an older version than the stored one is left aside."""
        if not fresh:
            if self._stored_version(entry.id) > entry.version:
                return
            self._remove(entry.id)
        self.versions[entry.id] = entry.version
        for document in pages(entry):
            self.writers["pages"].add_document(document)
        self.writers["publications"].add_document(publication(entry))
        self.bytes += sum(len(page.text) for page in entry.pages)
        if self.bytes > self.most:
            self.commit()

    def delete(self, ids: Iterable[int]) -> None:
        for pk in ids:
            self._remove(pk)
            self.versions[pk] = -1

    def _remove(self, pk: int) -> None:
        # By term of a text field: by the number tantivy would look for a signed one and delete nothing.
        for writer in self.writers.values():
            writer.delete_documents_by_term("id", str(pk))

    def _stored_version(self, pk: int) -> int:
        if pk in self.versions:
            return self.versions[pk]
        index = self.generation.indexes["publications"]
        index.reload()
        searcher = index.searcher()
        _, found = top(searcher, Query.term_query(SCHEMAS["publications"], "id", str(pk)), 1)
        return next(iter(numbers(searcher, "version", [address for _, address in found])), -1)

    def commit(self) -> None:
        """Make what was written visible: pages first, so that a withdrawn passage goes before its record."""
        self.writers["pages"].commit()
        self.writers["publications"].commit()
        self.bytes = 0

    def settled(self) -> None:
        """Wait until merging is done; the writer cannot be used afterwards."""
        for writer in self.writers.values():
            writer.wait_merging_threads()

    def rolled_back(self, error: BaseException) -> NoReturn:
        """Undo what was not committed and raise what went wrong as the seam names it."""
        self.bytes = 0
        self.versions.clear()
        for writer in self.writers.values():
            writer.rollback()
            _number_apart(writer)
        # A panic in Rust comes as a BaseException of no importable class.
        if type(error).__name__ == "PanicException" or isinstance(error, ValueError):
            raise WriteFailed(str(error)) from error
        raise error


def _writer(generation: Generation, name: str, heap: int) -> IndexWriter:
    limit = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            writer = generation.indexes[name].writer(heap, 1)
        except ValueError as error:
            if "Lock" not in str(error):
                raise
            if time.monotonic() > limit:
                raise EngineUnavailable("another process holds the writer of the index") from error
            time.sleep(0.05)
        else:
            _number_apart(writer)
            return writer


def _number_apart(writer: IndexWriter) -> None:
    """Spend a new writer's first operation on nothing: tantivy gives it the number of the last commit.

    Merging what a killed process left takes a deletion of that number for done in every part that the commit itself
    deleted from, and moves past it: what was replaced first would stand beside its newer self for good.
    """
    writer.delete_documents_by_term("id", "")
