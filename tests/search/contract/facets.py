"""Counts, choices, sorting, paging."""

from __future__ import annotations

import pytest

from search.engines.base import SearchEngine
from tests.search.documents import counts, document, ids, query


class FacetContract:
    """Counts, choices, sorting, paging."""

    @pytest.fixture
    def papers(self, engine: SearchEngine) -> SearchEngine:
        kinds = ["research_report", "policy_brief", "thesis"]
        engine.upsert(
            [
                document(
                    n, f"Paper {n:02}", "common text", year=2000 + n % 5,
                    facets={
                        "type": (kinds[n % 3],),
                        "theme": ("water",) if n % 2 else ("water", "fire"),
                        "author": (f"Author {n % 7}",),
                    },
                )
                for n in range(1, 31)
            ]
        )  # fmt: skip
        return engine

    def test_counts_are_of_all_hits_not_of_the_page(self, papers: SearchEngine) -> None:
        results = papers.search(query("common", limit=3, facets=("type", "theme", "year")))
        assert results.total == 30
        assert counts(results, "type") == {"policy_brief": 10, "research_report": 10, "thesis": 10}
        assert counts(results, "theme") == {"water": 30, "fire": 15}
        assert counts(results, "year") == {"2000": 6, "2001": 6, "2002": 6, "2003": 6, "2004": 6}

    def test_a_facet_ignores_its_own_selection(self, papers: SearchEngine) -> None:
        results = papers.search(query("common", values={"type": ("thesis",)}, facets=("type", "theme")))
        assert results.total == 10
        assert counts(results, "type") == {"policy_brief": 10, "research_report": 10, "thesis": 10}
        assert counts(results, "theme") == {"water": 10, "fire": 5}

    def test_a_count_is_what_the_value_gives(self, papers: SearchEngine) -> None:
        chosen = {"theme": ("fire",), "author": ("Author 1", "Author 2")}
        results = papers.search(query("common", values=chosen, facets=("type", "author", "theme", "year")))
        for name in ("type", "author", "theme", "year"):
            for value, count in counts(results, name).items():
                alone = {**chosen, name: (value,)}
                assert papers.search(query("common", values=alone)).total == count

    def test_several_values_of_a_facet_add_up(self, papers: SearchEngine) -> None:
        assert papers.search(query("common", values={"type": ("thesis", "policy_brief")})).total == 20

    def test_a_chosen_value_stays_shown_at_zero(self, papers: SearchEngine) -> None:
        values = papers.search(query("common", values={"type": ("book",)}, facets=("type",))).facet("type").values
        assert [(v.value, v.count) for v in values if v.chosen] == [("book", 0)]

    def test_values_come_most_first_and_then_by_name(self, papers: SearchEngine) -> None:
        values = papers.search(query("common", facets=("author",))).facet("author").values
        assert [v.value for v in values][:3] == ["Author 1", "Author 2", "Author 0"]

    def test_a_long_facet_is_cut_and_says_so(self, papers: SearchEngine) -> None:
        facet = papers.search(query("common", facets=("author",), facet_values=3)).facet("author")
        assert (len(facet.values), facet.more) == (3, True)
        assert len(papers.facet_values(query("common"), "author").values) == 7

    def test_of_many_equal_values_the_first_by_name_are_shown(self, engine: SearchEngine) -> None:
        names = ["Author 99", *(f"Author {n:02}" for n in reversed(range(40)))]
        engine.upsert([document(n, facets={"author": (name, "Author 98")}) for n, name in enumerate(names, 1)])
        facet = engine.search(query(facets=("author",), facet_values=3)).facet("author")
        assert [(v.value, v.count) for v in facet.values] == [("Author 98", 41), ("Author 00", 1), ("Author 01", 1)]
        assert len(engine.facet_values(query(), "author").values) == 42
        chosen = query(values={"author": ("Author 39", "Author 77")}, facets=("author",), facet_values=3)
        assert counts(engine.search(chosen), "author") == {
            "Author 98": 41, "Author 00": 1, "Author 01": 1, "Author 39": 1, "Author 77": 0,
        }  # fmt: skip

    def test_a_value_that_came_later_is_counted_by_its_name(self, papers: SearchEngine) -> None:
        papers.search(query("common", facets=("author",)))
        papers.upsert([document(31, "Paper", "rarely common", facets={"author": ("Åsa Ny",)})])
        assert counts(papers.search(query("rarely", facets=("author",))), "author") == {"Åsa Ny": 1}

    def test_a_long_facet_can_be_searched(self, papers: SearchEngine) -> None:
        found = papers.facet_values(query("common"), "author", containing="AUTHÖR 3")
        assert [v.value for v in found.values] == ["Author 3"]

    def test_years_filter_both_ends_included(self, papers: SearchEngine) -> None:
        assert papers.search(query("common", year_from=2001, year_to=2002)).total == 12
        assert papers.search(query("common", year_from=2003)).total == 12
        assert papers.search(query("year:2001-2002 common")).total == 12
        assert papers.search(query("common", year_from=3000, year_to=1000)).total == 0

    def test_the_years_count_under_the_other_choices_only(self, papers: SearchEngine) -> None:
        results = papers.search(query("common", year_from=2001, year_to=2001, facets=("year", "type")))
        assert sum(counts(results, "year").values()) == 30
        assert sum(counts(results, "type").values()) == 6

    def test_pages_of_results_hold_each_hit_once(self, papers: SearchEngine) -> None:
        paged = [pk for start in range(0, 30, 7) for pk in ids(papers.search(query("common", offset=start, limit=7)))]
        assert sorted(paged) == list(range(1, 31))
        assert paged == list(papers.matching_ids(query("common")))

    def test_ties_go_by_id(self, papers: SearchEngine) -> None:
        papers.upsert([document(5, "Paper 05", "common text", version=9, year=2000)])
        assert ids(papers.search(query("common", limit=30))) == list(range(1, 31))

    @pytest.mark.parametrize("offset", [30, 10_000, 1_000_000_000])
    def test_a_page_beyond_the_end_is_empty(self, papers: SearchEngine, offset: int) -> None:
        results = papers.search(query("common", offset=offset))
        assert (results.total, results.hits) == (30, ())

    def test_no_hits_may_be_asked_for(self, papers: SearchEngine) -> None:
        results = papers.search(query("common", limit=0, facets=("type",)))
        assert (results.total, results.hits) == (30, ())
        assert sum(counts(results, "type").values()) == 30

    def test_newest_and_oldest_sort_by_date_and_then_id(self, engine: SearchEngine) -> None:
        engine.upsert(
            [
                document(1, year=2010, date="2010-05-01"), document(2, year=2010, date="2010-12"),
                document(3, year=2012), document(4, year=None), document(5, year=2012),
            ]
        )  # fmt: skip
        assert ids(engine.search(query(sort="newest"))) == [3, 5, 2, 1, 4]
        assert ids(engine.search(query(sort="oldest"))) == [1, 2, 3, 5, 4]

    def test_titles_sort_by_the_swedish_alphabet(self, engine: SearchEngine) -> None:
        titles = ["Öst", "Zebra", "Ål", "äpple", "Apa", "apa två", "Éclair"]
        engine.upsert([document(n, title) for n, title in enumerate(titles, 1)])
        found = ids(engine.search(query(sort="title")))
        assert [titles[n - 1] for n in found] == ["Apa", "apa två", "Éclair", "Zebra", "Ål", "äpple", "Öst"]
