"""Marks on texts of any language."""

import pytest

from search.engines.marking import Marker
from search.query import And, Fuzzy, Phrase, Prefix, Word


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


@pytest.mark.parametrize("other", ["210,000", "10,0001", "10,000,000", "3.10.000", "10 0000", "10, 000"])
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
