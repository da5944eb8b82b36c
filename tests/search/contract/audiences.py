"""Who finds what."""

from __future__ import annotations

import pytest

from search.engines.base import SearchEngine
from search.query import PUBLIC, Audience
from tests.search.documents import document, ids, query

STAFF = Audience(staff=True)


class AudienceContract:
    """Who finds what."""

    @pytest.fixture
    def hidden(self, engine: SearchEngine) -> SearchEngine:
        engine.upsert(
            [
                document(1, "Open paper", "canary sings", authors=("Open, Olga",)),
                document(2, "Embargoed paper", "canary sleeps", text_public=False, uploader=7),
                document(
                    3, "Draft zebra", "canary hides", record_public=False, text_public=False, uploader=7,
                    authors=("Hidden, Hans",), facets={"theme": ("secret",)},
                ),
                document(4, "Withdrawn paper", "canary fled", record_public=False, text_public=False),
            ]
        )  # fmt: skip
        return engine

    @pytest.mark.parametrize(
        ("audience", "expected"),
        [(PUBLIC, [1]), (STAFF, [1, 2, 3, 4]), (Audience(uploader=7), [1, 3]), (Audience(uploader=8), [1])],
    )
    def test_text_is_found_by_those_who_may_read_it(
        self, hidden: SearchEngine, audience: Audience, expected: list[int]
    ) -> None:
        results = hidden.search(query("canary", audience))
        assert sorted(ids(results)) == expected
        assert results.total == len(expected)
        assert sorted(hidden.matching_ids(query("canary", audience))) == expected

    @pytest.mark.parametrize("text", ["canar*", "canry~", '"canary hides"', "canary OR zebra", "hides", "klibanary"])
    def test_no_way_of_asking_shows_a_stranger_closed_text(self, hidden: SearchEngine, text: str) -> None:
        results = hidden.search(query(text, facets=("theme", "author", "type")))
        assert set(ids(results)) <= {1}
        assert not results.facet("theme").values
        assert all("sleeps" not in f.text for hit in results.hits for p in hit.passages for f in p.excerpt)

    def test_an_embargoed_record_is_found_without_its_passages(self, hidden: SearchEngine) -> None:
        (hit,) = hidden.search(query("embargoed")).hits
        assert (hit.id, hit.passages, hit.page_count) == (2, (), 0)

    def test_a_hit_by_its_record_shows_no_closed_passage(self, hidden: SearchEngine) -> None:
        (hit,) = hidden.search(query("embargoed OR sleeps")).hits
        assert hit.passages == ()

    def test_everything_means_what_the_reader_may_see(self, hidden: SearchEngine) -> None:
        assert ids(hidden.search(query())) == [1, 2]
        assert ids(hidden.search(query("", Audience(uploader=7)))) == [1, 2, 3]
        assert ids(hidden.search(query("", STAFF))) == [1, 2, 3, 4]

    def test_suggestions_are_of_what_the_reader_may_see(self, hidden: SearchEngine) -> None:
        assert hidden.suggest("hidden", PUBLIC) == ()
        assert hidden.suggest("draft", Audience(uploader=7)) == ("Draft zebra",)
        assert hidden.suggest("hidden", STAFF) == ("Hidden, Hans",)

    def test_what_was_perhaps_meant_is_of_what_the_reader_may_see(self, hidden: SearchEngine) -> None:
        assert hidden.search(query("zebrra")).did_you_mean == ()
        assert hidden.search(query("zebrra", STAFF)).did_you_mean == (("zebrra", "zebra"),)

    def test_similar_are_only_what_the_reader_may_see(self, engine: SearchEngine) -> None:
        same = "Fiscal decentralisation in municipalities"
        engine.upsert([document(1, same), document(2, same), document(3, same, record_public=False)])
        assert engine.similar(1, PUBLIC) == (2,)
        assert set(engine.similar(1, STAFF)) == {2, 3}
        assert engine.similar(3, PUBLIC) == ()

    def test_a_paper_close_in_meaning_is_shown_to_those_who_may_see_it(self, hidden: SearchEngine) -> None:
        assert ids(hidden.search(query("bird", near=(3, 4, 1)))) == [1]
        assert ids(hidden.search(query("bird", STAFF, near=(3, 4, 1)))) == [3, 4, 1]

    def test_an_older_version_is_found_when_asked_for(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Report", superseded=True), document(2, "Report")])
        assert ids(engine.search(query("report"))) == [2]
        assert sorted(ids(engine.search(query("report", superseded=True)))) == [1, 2]
        assert ids(engine.search(query("report", within=(1,)))) == [1]
