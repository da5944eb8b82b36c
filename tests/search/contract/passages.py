"""Pages, passages, places."""

from __future__ import annotations

import pytest

from search.engines.base import SearchEngine
from search.query import PUBLIC, Audience
from search.schema import PageText
from tests.search.documents import document, ids, marked, query

STAFF = Audience(staff=True)


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

    @pytest.mark.parametrize(
        ("text", "pages"),
        [
            ("demok*", [1, 2, 5]),
            ("okratin*", None),
            ("kunnallisväitös~", [3]),
            ("kunnallisvaitos*", [3]),
            ("œuv*", [3]),
            ("straße*", [3]),
            ("dēmos*", [4]),
            ("żół*", [4]),
            ("δημο*", [4]),
            ("covid-1*", [2]),
            ("covid-2*", []),
            ("demokrati~1", [1, 5]),
            ("demokrati~2", [1, 2, 5]),
            ("sad~ OR δημο*", [1, 4]),
            ("demok* -budget", [1, 2, 5]),
            ('demok* OR "det nya"', [1, 2, 5]),
            (f"{'x' * 78}*", [5]),
            (f"{'x' * 80}*", None),
        ],
    )
    def test_all_pages_with_a_beginning_or_a_misspelling_are_counted(
        self, engine: SearchEngine, text: str, pages: list[int] | None
    ) -> None:
        engine.upsert(
            [
                document(
                    1, "T",
                    "Demokrati, sade de.", "(demokratins covid-19)", "Œuvres: Kunnallisväitöş i Strasse.",
                    "Dēmos, żółw, \u03b4\u03b7\u03bc\u03bf\u03ba\u03c1\u03b1\u03c4\u03af\u03b1.",
                    f"{'x' * 79} {'x' * 80}\nReferences\nDahl, R. (1989). Demokratin. 1990.\nBerg, A. (2011). Två.",
                    language="sv",
                ),
                document(2, "Other", "Demokrati."),
            ]
        )  # fmt: skip
        hits = engine.search(query(text, within=(1,), passages=100)).hits
        found = [(sorted(p.page for p in hit.passages), hit.page_count) for hit in hits]
        assert found == ([] if pages is None else [(pages, len(pages))])

    def test_a_page_with_a_beginning_is_found_where_two_files_have_the_same_numbers(self, engine: SearchEngine) -> None:
        texts = ("Demokrati.", "Kommun.", "Nothing.")
        pages = tuple(
            PageText(number=1, text=text, label="1", file=file) for file, text in zip((0, 0, 1), texts, strict=True)
        )
        engine.upsert([document(1, "T", pages=pages)])
        counts = [engine.search(query(text)).hits[0].page_count for text in ("demok*", "komun~", "noth* OR komm*")]
        assert counts == [1, 1, 2]

    def test_a_report_of_thousands_of_pages_has_all_its_beginnings_counted(self, engine: SearchEngine) -> None:
        pages = ("waste", "wastes") * 1050
        engine.upsert([document(1, "Long", *pages), document(2, "Short", "a wasteland", "nothing")])
        found = {hit.id: (hit.page_count, len(hit.passages)) for hit in engine.search(query("wast*")).hits}
        assert found == {1: (2100, 2), 2: (1, 1)}

    @pytest.mark.parametrize("text", ["demok*", "demokrat~", "demok* OR kommu*"])
    def test_pages_with_a_beginning_are_for_those_who_may_read_them(self, engine: SearchEngine, text: str) -> None:
        engine.upsert([document(1, "Demokrati, kommun", "Demokrati.", text_public=False)])
        hits = [engine.search(query(text, audience=audience)).hits[0] for audience in (PUBLIC, STAFF)]
        assert [(hit.page_count, len(hit.passages)) for hit in hits] == [(0, 0), (1, 1)]

    def test_pages_with_more_of_what_is_asked_for_come_first_whatever_it_is(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "T", "waste", "waste and politics", "waste politics, municipal", "politician")])
        hit = engine.search(query("waste polit* muncipal~", passages=9)).hits[0]
        assert [p.page for p in hit.passages[:2]] == [3, 2]
        assert hit.page_count == 4

    def test_a_title_goes_before_a_page_for_a_beginning_behind_a_hyphen(self, engine: SearchEngine) -> None:
        others = [document(pk, "Something", "covid-19 " + "text " * 50) for pk in range(1, 6)]
        engine.upsert([*others, document(9, "COVID-19 in towns", "nothing")])
        assert ids(engine.search(query("covid-1*")))[0] == 9

    def test_beginnings_are_not_looked_for_in_reference_lists_that_are_left_out(self, report: SearchEngine) -> None:
        hit = report.search(query("wast* OR munic*", within=(1,), passages=9, references=False)).hits[0]
        assert sorted(p.page for p in hit.passages) == [2, 4]

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
