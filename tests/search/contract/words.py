"""What words, operators and fields find."""

from __future__ import annotations

import pytest

from search.engines.base import SearchEngine
from search.results import Results
from search.schema import LanguageText
from tests.search.documents import document, ids, marked, query


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
        engine.upsert(
            [
                document(1, "Kommunikationen", language="sv"),
                document(2, "Kommunfullmäktige", language="sv"),
                document(3, "Planering och ändringar", language="sv"),
                document(4, "Landsting", language="sv"),
                document(5, "Terveys ja testaus", language="fi"),
            ]
        )
        found = {
            word: ids(engine.search(query(word))) for word in ("kommun", "planer", "andra", "land", "terva", "testi")
        }
        assert found == {"kommun": [2], "planer": [], "andra": [], "land": [4], "terva": [], "testi": []}

    def test_a_long_row_of_endings_is_a_word_like_any_other(self, engine: SearchEngine) -> None:
        row = "kommun" + "na" * 36 + "q"
        engine.upsert([document(1, "Fel i texten", row, language="sv"), document(2, "Kommun", language="sv")])
        assert ids(engine.search(query("kommun"))) == [2, 1]

    def test_a_compound_is_one_only_in_texts_of_a_language_that_has_them(self, engine: SearchEngine) -> None:
        engine.upsert(
            [
                document(1, "Artikelsamlingen", "En artikelsamling om skatter.", language="sv"),
                document(2, "Artikelsamlingen", "A page about taxes and artikelsamling.", language="en"),
            ]
        )
        assert ids(engine.search(query("artikel"))) == [1]

    def test_a_compound_is_found_with_and_without_endings(self, engine: SearchEngine) -> None:
        engine.upsert(
            [
                document(1, "Kommunhuset", "Vid kommunhuset.", language="sv"),
                document(2, "Kommunhus", "Vid kommunhus.", language="sv"),
                document(3, "Kommunal", "Den kommunala nivån, kommunerna och kommunikationen.", language="sv"),
            ]
        )
        found = engine.search(query("kommun"))
        assert sorted(ids(found)) == [1, 2, 3]
        assert ids(found)[0] == 3
        assert [hit.page_count for hit in found.hits] == [1, 1, 1]

    @pytest.mark.parametrize(
        "asked",
        ["istanbul", "İstanbul", "ISTANBUL", "i\u0307stanbul", "istanb*", "istanbull~", '"istanbul belediyesi"'],
    )
    def test_a_turkish_capital_is_the_letter_that_readers_type(self, engine: SearchEngine, asked: str) -> None:
        engine.upsert(
            [
                document(1, "İstanbul Belediyesi", "Burası İstanbul Belediyesi.", language="tr"),
                document(2, "istanbul belediyesi", "burası istanbul belediyesi.", language="tr"),
                document(3, "i\u0307stanbul belediyesi", "burası i\u0307stanbul belediyesi.", language="tr"),
            ]
        )
        found = engine.search(query(asked))
        assert sorted(ids(found)) == [1, 2, 3]
        assert [hit.page_count for hit in found.hits] == [1, 1, 1]
        assert all(marked(hit.title) and marked(hit.passages[0].excerpt) for hit in found.hits)

    @pytest.mark.parametrize("asked", ["finance", "ﬁnance", "fin*", "finanse~", '"local finance"'])
    def test_letters_that_are_printed_as_one_are_those_that_readers_type(
        self, engine: SearchEngine, asked: str
    ) -> None:
        engine.upsert([document(1, "Local ﬁnance", "On local ﬁnance."), document(2, "Local finance", "local finance")])
        found = engine.search(query(asked))
        assert sorted(ids(found)) == [1, 2]
        assert all(marked(hit.title)[-1].endswith("finance") for hit in found.hits)
        assert all(marked(hit.passages[0].excerpt)[-1].endswith("finance") for hit in found.hits)

    @pytest.mark.parametrize(
        ("language", "word"), [("ta", "உள்ளாட்சி"), ("ta", "தமிழ்"), ("hi", "शिक्षा"), ("he", "שָׁלוֹם"), ("ar", "مُحَمَّدٌ")]
    )
    def test_words_with_signs_for_vowels_are_found_and_marked_whole(
        self, engine: SearchEngine, language: str, word: str
    ) -> None:
        engine.upsert([document(1, f"1 {word} 2", f"3 {word} 4", language=language), document(2, "Other", "words")])
        found = engine.search(query(word))
        assert ids(found) == [1]
        assert marked(found.hits[0].title) == marked(found.hits[0].passages[0].excerpt) == [word]

    @pytest.mark.parametrize("asked", ["covid-19~", "covvid-19~", "text:covit-19~"])
    def test_a_word_of_several_parts_may_be_misspelt(self, engine: SearchEngine, asked: str) -> None:
        engine.upsert(
            [
                document(1, "Towns", "On COVID-19 in towns."),
                document(2, "Parishes", "On covid19 in parishes."),
                document(3, "Other", "On covid-20, and 19 towns."),
            ]
        )
        found = engine.search(query(asked))
        assert {1, 2} <= set(ids(found))
        assert [hit.page_count for hit in found.hits if hit.id < 3] == [1, 1]
        assert all(marked(hit.passages[0].excerpt) for hit in found.hits if hit.id < 3)

    @pytest.mark.parametrize("asked", ["democracy", "demo\u00adcracy", "democ*", "democrasy~"])
    def test_a_soft_hyphen_is_no_part_of_a_word(self, engine: SearchEngine, asked: str) -> None:
        engine.upsert(
            [document(1, "Local demo\u00adcracy", "on demo\u00adcracy"), document(2, "Democracy", "democracy")]
        )
        found = engine.search(query(asked))
        assert sorted(ids(found)) == [1, 2]
        assert all(marked(hit.title)[0].lower() == "democracy" for hit in found.hits)

    def test_a_word_written_as_one_with_parts_apart_is_found_as_written(self, engine: SearchEngine) -> None:
        word = "می\u200cخواهم"
        engine.upsert([document(1, f"a {word} b", f"c {word} d", language="fa"), document(2, "Other", "words")])
        found = engine.search(query(word))
        assert ids(found) == [1]
        assert marked(found.hits[0].title) == marked(found.hits[0].passages[0].excerpt) == [word]

    def test_a_loose_phrase_may_have_a_word_twice(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "One", "the municipal plan"), document(2, "Two", "the municipal municipal plan")])
        assert sorted(ids(engine.search(query('"municipal municipal"~2')))) == [1, 2]
        assert ids(engine.search(query('"municipal municipal"'))) == [2]

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
