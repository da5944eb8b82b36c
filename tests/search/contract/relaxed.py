"""Papers with most of the words."""

from __future__ import annotations

import pytest

from search.engines.base import SearchEngine
from tests.search.documents import counts, document, ids, query


class RelaxedContract:
    """Papers with most of the words."""

    @pytest.fixture
    def waste(self, engine: SearchEngine) -> SearchEngine:
        engine.upsert(
            [
                document(1, "Local waste management reform"),
                document(2, "Waste management reform", facets={"type": ("thesis",)}),
                document(3, "Waste reform local"),
                document(4, "Something else"),
            ]
        )
        return engine

    def test_papers_with_most_words_follow_and_are_counted_apart(self, waste: SearchEngine) -> None:
        results = waste.search(query("local waste management reform", facets=("type",)))
        assert (results.total, results.relaxed_total) == (1, 2)
        assert [(hit.id, hit.relaxed) for hit in results.hits] == [(1, False), (2, True), (3, True)]
        assert counts(results, "type") == {"research_report": 1}
        assert waste.matching_ids(query("local waste management reform")) == (1,)

    def test_pages_run_on_into_those_with_most_words(self, waste: SearchEngine) -> None:
        found = [ids(waste.search(query("local waste management reform", offset=n, limit=1))) for n in range(4)]
        assert sorted(found[:3]) == [[1], [2], [3]]
        assert found[3] == []

    def test_conditions_hold_for_those_with_most_words_too(self, waste: SearchEngine) -> None:
        results = waste.search(query("local waste management reform type:thesis -banana"))
        assert (results.total, results.relaxed_total, ids(results)) == (0, 1, [2])

    def test_papers_close_in_meaning_follow_with_those_that_have_most_words(self, waste: SearchEngine) -> None:
        question = query("local waste management reform", near=(4, 1), facets=("type",))
        results = waste.search(question)
        assert (results.total, results.relaxed_total) == (1, 3)
        assert [(hit.id, hit.relaxed) for hit in results.hits][:1] == [(1, False)]
        assert {hit.id: hit.places for hit in results.hits}[4] == ("meaning",)
        assert counts(results, "type") == {"research_report": 1}
        assert waste.matching_ids(question) == (1,)

    def test_closeness_in_meaning_orders_papers_that_have_the_words(self, engine: SearchEngine) -> None:
        engine.upsert([document(n, "Waste management") for n in range(1, 15)])
        results = engine.search(query("waste management", near=(7, 3), limit=4))
        assert (ids(results), results.total, results.relaxed_total) == ([7, 3, 1, 2], 14, 0)

    def test_a_single_word_is_followed_by_papers_close_in_meaning(self, waste: SearchEngine) -> None:
        results = waste.search(query("refuse -something", near=(4, 2)))
        assert (ids(results), results.total, results.relaxed_total) == ([2], 0, 1)

    def test_meaning_leaves_other_orders_alone(self, waste: SearchEngine) -> None:
        results = waste.search(query("refuse", near=(4, 2), sort="newest"))
        assert (ids(results), results.relaxed_total) == ([], 0)

    def test_nothing_is_relaxed_when_enough_have_all_words(self, engine: SearchEngine) -> None:
        engine.upsert(
            [document(n, "waste management reform") for n in range(1, 11)] + [document(99, "waste management")]
        )
        results = engine.search(query("waste management reform", limit=20))
        assert (results.total, results.relaxed_total) == (10, 0)

    def test_nothing_is_relaxed_unless_asked(self, waste: SearchEngine) -> None:
        assert waste.search(query("local waste management reform", relaxed=False)).relaxed_total == 0

    def test_a_misspelling_is_told(self, waste: SearchEngine) -> None:
        results = waste.search(query("lcoal"))
        assert (results.total, results.did_you_mean) == (0, (("lcoal", "local"),))
