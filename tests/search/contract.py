"""What every engine promises; each engine's test class inherits all of it."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator

import pytest

from search.engines.base import SearchEngine
from search.query import PUBLIC, Audience
from search.results import Results
from search.schema import INDEX_VERSION, LanguageText, SearchDocument
from tests.search.documents import counts, document, ids, marked, query

STAFF = Audience(staff=True)

# What the `library` of a test module holds: for tests that only read.
LIBRARY = [
    document(1, "Municipal finance reform", "Budgets of local governments. COVID-19 came.", abstract="Taxes."),
    document(2, "Women in politics", "Municipal councils and public finance", authors=("Romeo, Leonardo",)),
    document(3, "Åtgärder för klimatet", "Kommunerna och klimatförändringarna", language="sv"),
    document(4, "L'évaluation des communes", "Les élections municipales", language="fr", year=2012,
             keywords=("decentralisation",), facets={"country": ("SE",)}),
    document(5, "Waste", "The u.s. spent 10 000 dollars in 2014/15, said O'Neill",
             identifiers=("10.1234/Ab.C", "978-91-89159-00-6", "urn:nbn:se:su:diva-1", "1234-5679")),
]  # fmt: skip


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


class WordsContract:
    """What words, operators and fields find."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("finance", [1, 2]),
            ("municipal finance", [1, 2]),
            ("FINANCES", [1, 2]),
            ('"municipal finance"', [1]),
            ('"municipal finance"~4', [1, 2]),
            ('"finance municipal"', []),
            ("munici* reform", [1]),
            ("waste OR women", [2, 5]),
            ("waste ELLER women", [2, 5]),
            ("municipal NOT women", [1, 4]),
            ("municipal -women", [1, 4]),
            ("municipal INTE women", [1, 4]),
            ("(waste OR women) politics", [2]),
            ("NOT municipal", [3, 5]),
            ("title:finance", [1]),
            ("titel:finance", [1]),
            ("text:finance", [2]),
            ("abstract:taxes", [1]),
            ("author:romeo", [2]),
            ("author:leonardo", [2]),
            ('author:"Romeo L"', [2]),
            ("Romeo L", [2]),
            ("keyword:decentralisation", [4]),
            ("year:2012", [4]),
            ("year:2010-2013", [4]),
            ("country:se", [4]),
            ("covid-19", [1]),
            ("covid19", [1]),
            ("COVID 19", [1]),
            ("2014/15", [5]),
            ("2014/2015", [5]),
            ("2014-15", [5]),
            ("oneill", [5]),
            ("O’Neill", [5]),
            ("US spent", [5]),
            ("u.s.", [5]),
            ("10000 dollars", [5]),
            ("10 000 dollars", [5]),
            ("10,000", [5]),
            ("10.1234/ab.c", [5]),
            ("https://doi.org/10.1234/AB.C", [5]),
            ("doi:10.1234/ab.c", [5]),
            ("DOI: 10.1234/ab.c", [5]),
            ("doi.org/10.1234%2FAB.C", [5]),
            ("ISBN 978 91 89159 00 6", [5]),
            ("ISBN-13: 9789189159006", [5]),
            ("urn:nbn:se:su:diva-1", [5]),
            ("ISSN 1234-5679", [5]),
            ("9789189159006", [5]),
            ("978-91-89159-00-6", [5]),
            ("isbn:91-89159-00-4", [5]),
            ("atgarder", [3]),
            ("åtgärderna", [3]),
            ("évaluation", [4]),
            ("evaluation", [4]),
            ("elections", [4]),
            ("klimat", [3]),
            ("förändring", [3]),
            ("klimatforandring", [3]),
            ("muncipal~ women", [2]),
            ("fin", []),
            ("a* b* ???", []),
        ],
    )
    def test_a_query_finds(self, library: SearchEngine, text: str, expected: list[int]) -> None:
        results = library.search(query(text, relaxed=False))
        assert sorted(ids(results)) == expected
        assert results.total == len(expected)

    @pytest.mark.parametrize(
        "text",
        [
            "", "*", "???", "-", '"', "((((", "AND OR NOT", "title:", "a:b:c", "\x00\x00", "\u202eabc\u202c", "*gas*",
            "~", '""~99999', "year:abcd-", "year:99999999999", "NOT", "()", "(" * 5000, "x " * 3000, "å" * 100_000,
            "the " * 50 + '"a b"~50 ' * 20, "a*" * 40, "country:*", "10.1234/" + "x" * 900, "\ud800", "💥", "-" * 500,
            "title:(a OR", "zz*" + " qq*" * 60, "(" + " OR ".join(f"w{n}*" for n in range(200)) + ")",
        ],
    )  # fmt: skip
    def test_no_input_is_an_error(self, library: SearchEngine, text: str) -> None:
        results = library.search(query(text, facets=("type", "year")))
        assert isinstance(results, Results)
        assert results.total >= 0

    def test_a_word_is_asked_in_every_language_of_the_collection(self, engine: SearchEngine) -> None:
        engine.upsert(
            [
                document(1, "Kommunernas ekonomi", language="sv"),
                document(2, "Finance", "Local economies", language="en"),
                document(3, "Las economías locales", language="es"),
            ]
        )
        assert ids(engine.search(query("kommun"))) == [1]
        assert ids(engine.search(query("economy"))) == [2]
        assert ids(engine.search(query("economía"))) == [3]

    def test_a_title_in_two_languages_is_found_in_both(self, engine: SearchEngine) -> None:
        titles = (LanguageText(text="Kommunerna", language="sv"), LanguageText(text="Municipalities", language="en"))
        engine.upsert([document(1, titles=titles)])
        assert ids(engine.search(query("kommun"))) == ids(engine.search(query("municipality"))) == [1]

    def test_exact_marks_rank_first_and_exclude_nothing(self, engine: SearchEngine) -> None:
        engine.upsert(
            [
                document(1, "Annat", "for for for for", language="sv"),
                document(2, "Något", "något för alla och mycket mer text här", language="sv"),
            ]
        )
        assert ids(engine.search(query("för"))) == [2, 1]
        assert sorted(ids(engine.search(query("for")))) == [1, 2]

    @pytest.mark.parametrize(
        ("language", "word", "compound"),
        [
            ("sv", "klimat", "klimatförändringar"),
            ("de", "klima", "Klimaveränderung"),
            ("fi", "kunta", "kuntavaalit"),
            ("sv", "förändring", "klimatförändringar"),
            ("fi", "vaalit", "kuntavaalit"),
        ],
    )
    def test_a_part_of_a_compound_ranks_below_the_whole_word(
        self, engine: SearchEngine, language: str, word: str, compound: str
    ) -> None:
        engine.upsert(
            [
                document(1, compound, f"{compound} " * 20, language=language),
                document(2, "Annat", f"text text {word} text " + "text " * 200, language=language),
                document(3, "Ingen", "ingenting", language=language),
            ]
        )
        assert ids(engine.search(query(word))) == [2, 1]

    def test_an_ending_does_not_make_a_compound(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Kommunikationen", language="sv"), document(2, "Kommunfullmäktige", language="sv")])
        assert ids(engine.search(query("kommun"))) == [2]

    def test_an_exact_title_comes_first(self, engine: SearchEngine) -> None:
        engine.upsert(
            [
                document(
                    1, "Local democracy local democracy", "local democracy " * 50, keywords=("local democracy",) * 3
                ),
                document(2, "Local democracy", "a page of other things " * 50),
            ]
        )
        assert ids(engine.search(query("local democracy"))) == [2, 1]

    def test_an_identifier_comes_first(self, engine: SearchEngine) -> None:
        engine.upsert(
            [
                document(1, "Cites it", "see 10.1234/abc and 10.1234/abc again"),
                document(2, "Is it", "text", identifiers=("10.1234/ABC",)),
            ]
        )
        assert ids(engine.search(query("10.1234/abc"))) == [2, 1]

    def test_closeness_of_words_counts(self, engine: SearchEngine) -> None:
        filler = "other things happen in between these two here "
        engine.upsert(
            [
                document(1, "One", f"waste {filler} management {filler}"),
                document(2, "Two", f"{filler} waste management {filler}"),
            ]
        )
        assert ids(engine.search(query("waste management"))) == [2, 1]

    def test_a_word_in_the_title_counts_more_than_in_the_text(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Other", "participation in some text"), document(2, "Participation", "some text")])
        assert ids(engine.search(query("participation"))) == [2, 1]


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


class PassageContract:
    """Pages, passages, places."""

    @pytest.fixture
    def report(self, engine: SearchEngine) -> SearchEngine:
        engine.upsert(
            [
                document(
                    1, "Report on waste",
                    "Introduction without it.",
                    "Here municipal waste is discussed. Municipal waste again.",
                    "Nothing.",
                    "Municipal budgets and, later on, waste.",
                    "References\nSmith, A. (2010) Recycling glass. 2011.\nJones, B. (2012) Waste. 2013.\nBerg (2014).",
                    abstract="About municipal matters.", keywords=("recycling",),
                ),
                document(2, "Municipal things", "one page about municipal waste"),
            ]
        )  # fmt: skip
        return engine

    def test_a_hit_has_its_best_pages_with_printed_labels(self, report: SearchEngine) -> None:
        hit = report.search(query('"municipal waste"', within=(1,))).hits[0]
        assert [(p.page, p.label) for p in hit.passages][:1] == [(2, "12")]
        assert marked(hit.passages[0].excerpt) == ["municipal waste", "Municipal waste"]

    def test_a_hit_counts_its_pages(self, report: SearchEngine) -> None:
        hit = report.search(query("municipal", within=(1,))).hits[0]
        assert hit.page_count == 2

    def test_search_inside_lists_all_pages_of_one_publication(self, report: SearchEngine) -> None:
        hit = report.search(query("waste", within=(1,), passages=100)).hits[0]
        assert sorted(p.page for p in hit.passages) == [2, 4, 5]

    def test_passages_stand_on_the_pages_of_their_own_hit(self, report: SearchEngine) -> None:
        found = {hit.id: [p.page for p in hit.passages] for hit in report.search(query("municipal waste")).hits}
        assert found[2] == [1]
        assert found[1][0] == 2

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("budget*", "budgets"), ("budgte~", None), ("bugets~", "budgets"), ("budgeting", "budgets")],
    )
    def test_beginnings_and_misspellings_are_marked(
        self, report: SearchEngine, text: str, expected: str | None
    ) -> None:
        hits = report.search(query(text)).hits
        assert [marked(hit.passages[0].excerpt) for hit in hits] == (
            [[expected]] if expected else [["budgets"]] * len(hits)
        )

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("klimat", "Klimatförändringens"),
            ("förändring", "Klimatförändringens"),
            ("covid19", "COVID-19"),
            ("vård*", "vårdcentralerna"),
            ("vårdcentralerma~", "vårdcentralerna"),
        ],
    )
    @pytest.mark.parametrize(("audience", "is_open"), [(PUBLIC, True), (Audience(uploader=7), False), (STAFF, False)])
    def test_the_page_is_found_that_has_the_word_in_another_form(
        self, engine: SearchEngine, text: str, expected: str, audience: Audience, *, is_open: bool
    ) -> None:
        page = "Klimatförändringens följder och COVID-19 på vårdcentralerna."
        other = "Ingenting att se här."
        engine.upsert([document(1, "T", other, page, other, language="sv", uploader=7, record_public=is_open)])
        hit = engine.search(query(text, audience=audience)).hits[0]
        assert [(found.page, marked(found.excerpt)) for found in hit.passages] == [(2, [expected])]

    def test_titles_are_marked(self, report: SearchEngine) -> None:
        hit = report.search(query("waste", within=(1,))).hits[0]
        assert marked(hit.title) == ["waste"]
        assert "".join(f.text for f in hit.title) == "Report on waste"

    def test_a_hit_says_where_it_matched(self, report: SearchEngine) -> None:
        places = {hit.id: hit.places for hit in report.search(query("municipal")).hits}
        assert places == {1: ("abstract", "text"), 2: ("title", "text")}
        assert report.search(query("recycling")).hits[0].places == ("keyword", "references")

    def test_reference_lists_can_be_left_out(self, report: SearchEngine) -> None:
        assert ids(report.search(query("jones"))) == [1]
        assert report.search(query("jones")).hits[0].passages[0].references
        assert ids(report.search(query("jones", references=False))) == []
        assert [p.page for p in report.search(query("glass OR budgets", references=False)).hits[0].passages] == [4]

    def test_excerpts_are_fragments_without_markup(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "T", "a <b>needle</b> & more")])
        excerpt = engine.search(query("needle")).hits[0].passages[0].excerpt
        assert "".join(f.text for f in excerpt) == "a <b>needle</b> & more"

    def test_words_of_one_page_only_are_found(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "T", *(f"page number {n}" for n in range(40)), "the xylophone page")])
        hit = engine.search(query("xylophone")).hits[0]
        assert [p.page for p in hit.passages] == [41]

    def test_a_long_report_does_not_take_the_pages_of_others(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Long", *["waste"] * 300), document(2, "Short", "waste here " + "text " * 300)])
        found = {hit.id: (hit.page_count, len(hit.passages)) for hit in engine.search(query("waste")).hits}
        assert found == {1: (300, 2), 2: (1, 1)}


class SuggestionContract:
    """Suggestions and likeness."""

    def test_titles_authors_and_subjects_are_suggested(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "Municipal Finance", authors=("Munro, Åsa",), keywords=("municipal waste",))])
        found = {"municipal", "Municipal Finance", "Munro, Åsa", "municipal waste"}
        assert set(engine.suggest("mun", PUBLIC)) == found
        assert engine.suggest("finance", PUBLIC) == ("Municipal Finance",)
        assert engine.suggest("asa", PUBLIC) == ("Munro, Åsa",)

    def test_words_are_suggested_commonest_first_and_leave_room_for_titles(self, engine: SearchEngine) -> None:
        titles = [
            "Wastewater fees",
            "Wastewater now",
            "The wasteland",
            "Of wastebins",
            "Of wastefulness",
            "Fler åtgärder",
        ]
        engine.upsert([document(n, title) for n, title in enumerate(titles, start=1)])
        found = engine.suggest("waste", PUBLIC)
        assert found[:3] == ("wastewater", "wastebins", "wastefulness")
        assert set(found[3:]) == set(titles[:5])
        assert engine.suggest("åtg", PUBLIC) == ("åtgärder", "Fler åtgärder")
        assert engine.suggest("åtgärder", PUBLIC) == ("Fler åtgärder",)

    def test_suggestions_of_many_papers_are_of_what_the_reader_may_see(self, engine: SearchEngine) -> None:
        """Where many papers have a word that begins so, what is suggested still begins so and may be seen."""
        seen = [document(n, f"Of wastewater {n}", authors=(f"Wasten, {n}",)) for n in range(1, 41)]
        closed = [document(n, f"Wastebin {n}", record_public=False, uploader=7) for n in range(41, 101)]
        older = [document(n, f"Wasteland {n}", superseded=True) for n in range(101, 141)]
        engine.upsert([*seen, *closed, *older])
        titles = {text for each in seen for text in (each.titles[0].text, *each.authors)}
        word, *rest = engine.suggest("waste", PUBLIC)
        assert word == "wastewater"
        assert len(rest) == 7
        assert set(rest) <= titles
        assert engine.suggest("wasteb", PUBLIC) == ()
        assert engine.suggest("wastel", STAFF) == ()
        assert engine.suggest("wasteb", Audience(uploader=7))[0] == "wastebin"

    def test_suggestions_are_as_many_as_asked_for(self, engine: SearchEngine) -> None:
        engine.upsert([document(n, f"Waste {n}") for n in range(20)])
        assert len(engine.suggest("waste", PUBLIC, limit=5)) == 5

    @pytest.mark.parametrize("prefix", ["", " ", "*", "\x00", "(", "x" * 5000, "💥"])
    def test_any_prefix_may_be_asked(self, engine: SearchEngine, prefix: str) -> None:
        engine.upsert([document(1)])
        assert engine.suggest(prefix, PUBLIC) == ()

    def test_similar_publications_share_their_subject(self, engine: SearchEngine) -> None:
        engine.upsert(
            [
                document(1, "Fiscal decentralisation in Swedish municipalities"),
                document(2, "Municipalities and fiscal decentralisation"),
                document(3, "Growing tomatoes indoors"),
                document(4, "Tomatoes and cucumbers indoors"),
            ]
        )
        assert engine.similar(1, PUBLIC) == (2,)
        assert engine.similar(99, PUBLIC) == ()


class EngineContract(
    WritingContract,
    AudienceContract,
    FacetContract,
    WordsContract,
    RelaxedContract,
    PassageContract,
    SuggestionContract,
):
    """The whole of it."""
