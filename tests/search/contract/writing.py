"""Storing, replacing, forgetting, rebuilding."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator

import pytest

from search.engines.base import SearchEngine
from search.schema import INDEX_VERSION, SearchDocument
from tests.search.documents import document, ids, query


class WritingContract:
    """Storing, replacing, forgetting, rebuilding."""

    def test_a_stored_document_is_found_at_once(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Municipal finance")])
        assert ids(engine.search(query("finance"))) == [1]

    def test_a_document_takes_the_place_of_its_older_self(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Old words", "old page", "second old page")])
        engine.upsert([document(1, "New words", "new page", version=2)])
        assert ids(engine.search(query("old"))) == []
        assert ids(engine.search(query("new"))) == [1]
        assert engine.status().pages == 1

    def test_an_older_write_never_replaces_a_newer(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Newer", version=5)])
        engine.upsert([document(1, "Older", version=4)])
        assert ids(engine.search(query("newer"))) == [1]
        assert list(engine.versions()) == [(1, 5)]

    def test_an_older_write_in_the_same_batch_changes_nothing(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Newer", "p", version=5), document(1, "Older", "q", "r", version=4)])
        assert ids(engine.search(query("newer"))) == [1]
        assert engine.status().pages == 1

    def test_the_same_version_again_is_stored_once(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Same", "page")] * 2)
        engine.upsert([document(1, "Same", "page")])
        assert (engine.status().publications, engine.status().pages) == (1, 1)

    def test_a_deleted_document_is_gone_with_its_pages(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Gone", "page"), document(2, "Stays", "page")])
        engine.delete([1, 99])
        assert ids(engine.search(query("page"))) == [2]
        assert engine.status().pages == 1

    def test_a_rebuild_takes_the_place_of_everything(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Before")])
        engine.rebuild(iter([document(2, "After", "with a page")]))
        assert ids(engine.search(query())) == [2]
        assert list(engine.versions()) == [(2, 1)]

    def test_a_rebuild_catches_up_with_what_changed_meanwhile(self, engine: SearchEngine) -> None:
        documents = [document(1, "First"), document(2, "Second"), document(3, "Third")]
        engine.rebuild(documents, catch_up=lambda: [document(1, "Changed", version=2), 2, document(4, "Fourth")])
        assert list(engine.versions()) == [(1, 2), (3, 1), (4, 1)]
        assert ids(engine.search(query("changed"))) == [1]

    def test_a_rebuild_broken_off_leaves_the_living_index(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Living")])

        def broken() -> Iterator[SearchDocument]:
            yield document(2, "Half")
            raise InterruptedError

        with pytest.raises(InterruptedError):
            engine.rebuild(broken())
        assert ids(engine.search(query())) == [1]
        engine.upsert([document(3, "Still written")])
        assert ids(engine.search(query())) == [1, 3]

    def test_a_batch_broken_off_does_not_stop_the_next(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Living")])

        def broken() -> Iterator[SearchDocument]:
            yield document(1, "Half", version=2)
            raise InterruptedError

        with pytest.raises(InterruptedError):
            engine.upsert(broken())
        engine.upsert([document(1, "Whole", version=3)])
        assert ids(engine.search(query("whole"))) == [1]

    def test_searches_during_rebuilds_never_fail_and_see_a_whole_index(self, engine: SearchEngine) -> None:
        documents = [document(n, "Common words", "a page") for n in range(1, 31)]
        engine.rebuild(documents)
        totals: list[int | str] = []
        done = threading.Event()
        reader = threading.Thread(target=_read_until, args=(engine, done, totals))
        reader.start()
        for _ in range(3):
            engine.rebuild(documents)
        done.set()
        reader.join()
        assert set(totals) == {30}

    def test_a_rebuild_tells_how_far_it_is(self, engine: SearchEngine) -> None:
        told: list[int] = []
        engine.rebuild([document(n) for n in range(1, 4)], progress=told.append)
        assert told[-1] == 3

    def test_versions_are_those_of_every_document(self, engine: SearchEngine) -> None:
        engine.upsert([document(n, version=n * 2) for n in range(1, 6)])
        assert sorted(engine.versions()) == [(n, n * 2) for n in range(1, 6)]

    def test_pages_are_counted_for_each_publication(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "T", "one", "two"), document(2), document(3, "T", "three")])
        assert sorted(engine.page_counts()) == [(1, 2), (3, 1)]

    def test_status_counts_publications_and_pages(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "T", "one", "two"), document(2)])
        status = engine.status()
        assert (status.ready, status.version, status.publications, status.pages) == (True, INDEX_VERSION, 2, 2)

    def test_text_that_is_no_valid_unicode_is_stored(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Half \ud800 a pair", "page \udfff with \x00 nothing")])
        assert ids(engine.search(query("pair nothing"))) == [1]

    def test_writes_in_any_order_end_in_the_newest_state(self, engine: SearchEngine) -> None:
        writes = [document(pk, f"state{version}", version=version) for pk in (1, 2, 3) for version in range(1, 8)]
        random.Random(7).shuffle(writes)
        for start in range(0, len(writes), 4):
            engine.upsert(writes[start : start + 4])
        assert sorted(engine.versions()) == [(1, 7), (2, 7), (3, 7)]
        assert engine.search(query("state7")).total == 3


def _read_until(engine: SearchEngine, done: threading.Event, totals: list[int | str]) -> None:
    while not done.is_set():
        try:
            totals.append(engine.search(query("common")).total)
        except Exception as error:  # noqa: BLE001 -- any failure at all is what the test looks for
            totals.append(repr(error))
