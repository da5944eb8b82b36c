"""Marks on texts of any language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.candidates import lowered
from search.engines.marking import Marker, excerpt, fragments
from search.query import And, Fuzzy, Phrase, Prefix, Word


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("ta", "உள்ளாட்சி அமைப்புகள் பற்றி", "உள்ளாட்சி"),
        ("hi", "नगर पालिका की शिक्षा", "पालिका"),
        ("hi", "नगर पालिका की शिक्षा", "शिक्षा"),
        ("he", "שָׁלוֹם עֲלֵיכֶם", "שָׁלוֹם"),
        ("ar", "قالَ مُحَمَّدٌ هذا", "مُحَمَّدٌ"),
        ("th", "ท้องถิ่น", "ท้องถิ่น"),
        ("ta", "தமிழ் மக்கள்", "தமிழ்"),
        ("ta", "தமிழ் மக்கள்", "மக்கள்"),
        ("hi", "जगत् सत्यम्", "जगत्"),
        ("th", "การ วิทยาศาสตร์", "วิทยาศาสตร์"),
    ],
)
@pytest.mark.parametrize("thorough", [True, False])
def test_a_word_with_signs_for_vowels_is_marked_whole(language: str, text: str, asked: str, *, thorough: bool) -> None:
    (mark,) = Marker(Word(asked)).marks(text, language, thorough=thorough)
    assert text[mark.start : mark.end] == asked
    (mark,) = Marker(Phrase(tuple(text.split()))).marks(text, language, thorough=thorough)
    assert (mark.start, mark.end) == (0, len(text))


@pytest.mark.parametrize(
    "dots",
    [". . . . . . .", ".........", " . . .\n. . . .", "\u2026\u2026\u2026\u2026", "\u00b7\u00b7\u00b7\u00b7\u00b7"],
)
def test_dots_that_lead_to_a_number_take_no_room(dots: str) -> None:
    text = f"What the ledgers show {dots} 2 Gaps... and more."
    shown = fragments(text, Marker(Word("ledger")).marks(text, "en"))
    assert "".join(fragment.text for fragment in shown) == "What the ledgers show \u2026 2 Gaps... and more."


def test_a_passage_of_a_table_of_contents_has_as_many_words_as_another() -> None:
    text = "Contents " + " ".join(f"Chapter {n} on ledgers {'. ' * 60}{n}" for n in range(1, 40))
    marks = Marker(Word("contents")).marks(text, "en")
    shown = "".join(fragment.text for fragment in excerpt(text, marks, 200))
    assert "Chapter 6 on ledgers \u2026" in shown
    assert 200 <= len(shown) < 300


def test_a_page_of_nothing_but_dots_is_shown_at_once() -> None:
    assert len(excerpt("." * 200_000, [], 200)) == 1


@pytest.mark.parametrize("language", ["", "pt", "sr-Cyrl", "sv-SE", "no such language"])
def test_a_text_in_any_language_is_marked(language: str) -> None:
    marks = Marker(Word("market")).marks("The market opens at dawn.", language)
    assert [(mark.start, mark.end) for mark in marks] == [(4, 10)]


@pytest.mark.parametrize("written", ["10,000", "10.000", "10 000", "10\u00a0000", "10000", "1 10 000", "10,000."])
def test_a_number_is_marked_however_its_thousands_are_parted(written: str) -> None:
    text = f"It cost {written} crowns"
    marks = Marker(Word("10000")).marks(text, "en")
    assert "".join(filter(str.isdecimal, text[marks[0].start : marks[0].end])) == "10000"
    assert len(marks) == 1


@pytest.mark.parametrize("other", ["210,000", "10,0001", "10,000,000", "3.10.000", "10 0000", "10, 000", "10 000 000"])
def test_a_part_of_another_number_is_not_marked(other: str) -> None:
    assert not Marker(Word("10000")).marks(f"It cost {other} crowns", "en")


def test_words_beside_a_parted_number_are_marked_too() -> None:
    text = "It cost 10,000 crowns"
    for asked in (Word("crown"), Prefix("crow"), Fuzzy("crovns", 2)):
        marks = Marker(And((Word("10000"), asked))).marks(text, "en")
        assert [text[mark.start : mark.end] for mark in marks] == ["10,000", "crowns"]


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("de", "Die Außenpolitik", "aussenpolitik"),
        ("de", "Die Aussenpolitik und ihre Größe", "außenpolitik"),
        ("de", "Große Städte", "grosse"),
        ("fr", "Les œuvres de l'esprit", "oeuvre"),
        ("da", "Ændringer i kommunerne", "aendringer"),
        ("no", "Hva er verdt å lære", "laere"),
        ("xx", "Þingvellir", "thingvellir"),
        ("da", "Dansk økonomi", "økonomi"),
        ("pl", "Łódź i region", "lodz"),
        ("el", "Η έρευνα", "έρευνα"),
        ("xx", "Η έρευνα", "έρευνα"),
        ("ru", "Всё об этом", "все"),
    ],
)
def test_a_letter_of_any_alphabet_is_marked_at_a_glance(language: str, text: str, asked: str) -> None:
    assert len(Marker(Word(asked)).marks(text, language, thorough=False)) == 1
    assert len(Marker(Phrase((asked, "x"))).marks(text, language, thorough=False)) == 1


@pytest.mark.parametrize(("asked", "text"), [("234567", "och 1 234 567"), ("1234", "av 1 234 567")])
def test_a_part_of_a_number_whose_groups_are_apart_is_not_marked(asked: str, text: str) -> None:
    assert not Marker(Word(asked)).marks(text, "sv")


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("kommun", "kommun-" * 15_000),
        ("kommun", "kommun" * 16_000),
        ("kommun", "kommun'" * 15_000 + "x"),
        ("aaaa", "a" * 100_000),
        ("US", "u.s." * 25_000),
        ("ssss", "\u00df" * 50_000),
        ("10000", "1 " * 50_000),
        ("1000000", "000 " * 25_000),
    ],
)
def test_no_text_holds_marking_up(asked: str, text: str) -> None:
    Marker(Word(asked)).marks(text, "sv")


def test_of_a_long_row_every_word_is_marked() -> None:
    text = "kommun-" * 40 + "stat"
    assert sum(text[mark.start : mark.end].count("kommun") for mark in Marker(Word("kommun")).marks(text, "sv")) == 40


@pytest.mark.parametrize(("language", "word"), [("tr", "ığdır"), ("en", "skies"), ("en", "dying"), ("el", "μαΐου")])
def test_a_word_that_its_stem_does_not_begin_is_marked_at_a_glance(language: str, word: str) -> None:
    assert Marker(Word(word)).marks(f"And {word}.", language, thorough=False)


def test_a_word_too_long_to_have_a_stem_marks_no_other() -> None:
    assert not Marker(Word("a" * 90)).marks("b" * 90, "en")


@given(st.text(st.characters(codec="cp1252")))
def test_letters_are_compared_alike_whatever_else_a_text_is_written_in(text: str) -> None:
    assert lowered(f"{text}\u0142") == f"{lowered(text)}l"
