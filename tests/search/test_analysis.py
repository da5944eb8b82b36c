"""Keys, compounds, reference lists, marks."""

from __future__ import annotations

import operator
import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis import fold, identifier_key, normal, sort_key
from search.analysis_forms import is_head, is_modifier, joined_spellings, spaced_numbers
from search.analysis_references import references_start
from search.engines.elastic_forms import cut, cut_off
from search.engines.entry import name_variants
from search.engines.entry_words import PlaneWords, plane_words
from search.engines.marking import Marker, excerpt, fragments
from search.engines.remembered import Remembered
from search.engines.tantivy_analysis import LANGUAGES, tokens, unstemmed, variants
from search.syntax import parse


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://doi.org/10.1234/AbC.", "10.1234/abc"),
        ("978-91-89159-00-6", "9789189159006"),
        ("91-89159-00-4", "9789189159006"),
        ("2049-3630", "20493630"),
    ],
)
def test_identifiers_have_one_spelling(text: str, key: str) -> None:
    assert identifier_key(text) == key


@given(st.text() | st.text("i\u0131\u012f\u1ecb\u0307\u0323\u0301\u00adﬁx"))
@example("i\u0307\u0307x")
@example("i\u0307\u0301\u0307")
def test_the_normal_form_of_a_normal_text_is_itself(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text("iIﬁx\u0307\u0323\u0301"))
def test_texts_that_are_the_same_to_unicode_have_one_normal_form(text: str) -> None:
    assert normal(unicodedata.normalize("NFD", text)) == normal(unicodedata.normalize("NFC", text)) == normal(text)


def _alone(language: str, text: str) -> PlaneWords:
    return plane_words("body", language, {0: text})


@given(st.sampled_from(LANGUAGES), st.text().map(normal))
def test_words_of_pieces_are_the_words_of_the_whole(language: str, text: str) -> None:
    assert _alone(language, text).texts[0].stems.split() == tokens(language, text)


_LETTERS = st.text() | st.text(st.characters(codec="cp1252"))


@given(_LETTERS | st.builds(operator.mul, st.sampled_from("a\u00f6\u0153"), st.integers(38, 82)))
@example(" ".join("a" * length for length in (78, 79, 80, 81)))
@example("\u0130zmir, \u0152uvre \u00c6\u00f8\u00e5 2\u00bd stra\u00dfe \u201cquoted\u201d\x81 \u017d\u00edt")
def test_words_unstemmed_are_those_that_the_index_has(text: str) -> None:
    text = normal(text)
    words = unstemmed(text)
    assert words[0] == words[-1] == " "
    assert words.split() == tokens("xx", text)


@given(st.sampled_from(LANGUAGES), st.lists(st.text().map(normal), max_size=4))
def test_pages_have_the_words_that_each_has_alone(language: str, texts: list[str]) -> None:
    together = plane_words("body", language, dict(enumerate(texts)))
    assert [together.texts[place] for place in range(len(texts))] == [_alone(language, t).texts[0] for t in texts]
    assert set(together.spellings.split()) == {spelling for text in texts for spelling in text.split()}
    assert set(together.forms) == {form for text in texts for form in _alone(language, text).forms}


def test_numbers_whose_groups_are_apart_are_joined_in_any_digits() -> None:
    assert "j:en:1234" in _alone("en", "1 234 households").forms
    assert "j:ar:١٢٣٤" in _alone("ar", "١ ٢٣٤").forms


def test_references_begin_at_a_heading_and_not_where_a_long_line_speaks_of_them() -> None:
    years = "Author (2001). Other (2002). Third (2003).\n"
    long_line = "The references that are given in this chapter are taken from reports of the commission on the state."
    assert references_start(["One.\n", f"Two.\nReferences\n{years}"]) == (1, 5)
    assert references_start(["One.\n", f"{long_line}\n{years}"]) is None


def test_what_is_long_is_worked_out_but_not_kept() -> None:
    known = Remembered(len, most=4)
    assert [known[word] for word in ("a", "bb", "ccc", "d" * 500)] == [1, 2, 3, 500]
    assert dict(known) == {"ccc": 3}


def test_what_is_asked_for_again_stays_known_however_much_is_asked_for_once() -> None:
    worked = Counter[str]()
    known = Remembered(lambda word: worked.update([word]), most=4)
    for rare in "abcdefgh":
        assert known["often"] is known[rare] is None
    assert worked == Counter(["often", *"abcdefgh"])
    assert len(known) + len(known.older) <= 4


def test_folding_drops_marks_case_and_punctuation() -> None:
    assert fold("Åtgärder, Øst-Ægir & straße") == "atgarder ost aegir strasse"


def test_broken_characters_are_replaced() -> None:
    normal("half \ud800 pair").encode()


def test_the_sort_key_of_a_key_is_itself() -> None:
    assert sort_key(sort_key("Östersjön: år 2")) == sort_key("Östersjön: år 2")


def test_joined_spellings_are_found() -> None:
    text = "covid-19 in the (u.s.) in 2014/15, cost 10 000 or 1,000,000 or 1 000 000"
    words = text.split()
    joined = {spelling for word in words for spelling in joined_spellings(word)}
    assert joined == {"covid19", "us", "201415", "1000000"}
    assert list(spaced_numbers(text)) == ["10000", "1000000"]


@pytest.mark.parametrize(
    "text",
    [
        "10,000, or",
        "10,000.",
        "(10,000)",
        "$10,000.50",
        "10 000,",
        "(10 000 kr)",
        "10 000.",
        "”10 000”",
        "10 000€",
        "10 000,50 kr",
        "10 000/år",
        "10 000-talet",
        "10 000[1]",
    ],
)
def test_a_number_is_one_whatever_stands_around_it(text: str) -> None:
    assert "j:en:10000" in _alone("en", text).forms


@pytest.mark.parametrize(
    "text", ["10,000,000", "10,0001", "3.10.000", "10, 000", "10 0000", "x10 000", "110 000", "10 000 000"]
)
def test_a_part_of_a_number_is_none(text: str) -> None:
    assert "j:en:10000" not in _alone("en", text).forms


@pytest.mark.parametrize(
    ("part", "word", "expected"),
    [
        ("klimat", "klimatforandring", True),
        ("kommun", "kommunfullmaktige", True),
        ("kommun", "kommunikationen", False),
        ("kommun", "kommunerna", False),
        ("demokrat", "demokratiseringen", False),
        ("miljo", "miljoarbete", True),
    ],
)
def test_a_compound_is_more_than_endings(part: str, word: str, *, expected: bool) -> None:
    assert is_modifier(part, word) is expected


def test_a_compound_is_found_by_its_end() -> None:
    assert is_head("forandring", "klimatforandring")
    assert not is_head("forandring", "forandring")


def test_definite_forms_meet_in_swedish() -> None:
    assert set(variants("sv", "klimat")) & set(variants("sv", "klimatet"))


def test_names_are_asked_in_either_order_and_by_initials() -> None:
    assert name_variants("Romeo, Leonardo Gian") == (
        "Romeo Leonardo Gian", "Leonardo Gian Romeo", "Romeo L G", "L G Romeo",
    )  # fmt: skip
    assert name_variants("ICLD") == ("ICLD",)


def test_references_begin_at_their_heading() -> None:
    pages = ["Contents\nReferences 3", "Body of text", "End.\nReferences\nA (2001). B 2002. C 2003.", "D 2004."]
    assert references_start(pages) == (2, 5)


def test_a_heading_without_a_list_is_no_reference_list() -> None:
    assert references_start(["One", "References\nare made in this chapter to many things"]) is None


@pytest.mark.parametrize(
    ("query", "text", "language", "expected"),
    [
        ("finance", "Financing the finances", "en", ["Financing", "finances"]),
        ('"local finance"', "Local finance and finance", "en", ["Local finance"]),
        ("covid19", "the COVID-19 crisis", "en", ["COVID-19"]),
        ("covid-19", "the COVID-19 and Covid19", "en", ["COVID-19", "Covid19"]),
        ("klimat", "klimatförändringar och klimatet", "sv", ["klimatförändringar", "klimatet"]),
        ("atgarder", "Åtgärderna", "sv", ["Åtgärderna"]),
        ("демократія", "Демократія", "uk", ["Демократія"]),
        ("budg*", "Budgets, budgetary; bud", "en", ["Budgets", "budgetary"]),
        ('"local finance"~2', "finance of a local kind", "en", ["finance of a local"]),
        ("cooperation", "co-operation", "en", ["co-operation"]),
    ],
)
def test_marks_are_whole_words_and_whole_phrases(query: str, text: str, language: str, expected: list[str]) -> None:
    marks = Marker(parse(query).expression).marks(text, language)
    assert [text[mark.start : mark.end] for mark in marks] == expected


def test_an_excerpt_holds_most_of_the_query() -> None:
    text = "waste " + "x " * 400 + "waste management here " + "y " * 400
    marks = Marker(parse("waste management").expression).marks(text, "en")
    assert [f.text for f in excerpt(text, marks) if f.matched] == ["waste", "management"]


def test_fragments_are_the_text_again() -> None:
    text = "some  waste\nhere"
    marks = Marker(parse("waste").expression).marks(text, "en")
    assert "".join(f.text for f in fragments(text, marks)) == "some waste here"


@pytest.mark.parametrize(
    "heading", ["References", "Referenser", "Références", "REFERÊNCIAS", "Källförteckning", "Kaynakça"]
)
def test_a_list_of_references_is_found_under_its_heading_in_any_language(heading: str) -> None:
    works = "\n".join(f"Author, A. (20{n:02}). Title of a work. Publisher." for n in range(10, 22))
    assert references_start(["Body of the text.", "More of it.", f"{heading}\n{works}"]) is not None


_stems = st.text("abenrkst", min_size=7, max_size=20)


@given(_stems, st.integers(4, 19))
@example("kommunfullmaktig", 6)
@example("kommunikation", 6)
def test_a_form_is_cut_where_a_part_of_a_compound_is_over(word: str, length: int) -> None:
    begun, ended = word[:length], word[-length:]
    forms = cut(f"h:sv:{word[::-1]}").split()
    found = {
        part: any(re.fullmatch(cut_off(part), form) for form in forms)
        for part in (f"c:sv:{begun}", f"h:sv:{ended[::-1]}")
    }
    assert list(found.values()) == [is_modifier(begun, word), is_head(ended, word)]


@pytest.mark.parametrize("row", ["1 234 567 890 123 456", "123 456 789 012 345 678 901", "2015 123 456"])
def test_the_end_of_a_row_of_groups_is_no_number(row: str) -> None:
    assert not list(spaced_numbers(row))
