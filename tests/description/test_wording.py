"""Texts put into one dress for comparing."""

from __future__ import annotations

import string

import pytest

from ingest.description.labelling.features import features
from ingest.description.languages import paper_language
from ingest.description.wording import fold, letters_share, tidy
from ingest.extraction.values import Page
from tests.description.made import extraction_of


@pytest.mark.parametrize("sign", [*string.punctuation, *string.whitespace])
def test_a_sign_parts_words_in_ascii_as_it_does_beside_foreign_letters(sign: str) -> None:
    text = f"{sign}One{sign}two 3{sign}{sign}Four"
    assert f"{fold(text)} щ" == fold(f"{text} Щ") == "one two 3 four щ"


@pytest.mark.parametrize(
    ("printed", "folded"),
    [("“Æther’s” Søn – 2ª", "aether s son 2a"), ("Crème—brûlée…", "creme brulee"), ("ℋ₂O™", "h2otm")],
)
def test_signs_of_print_part_words_and_accents_fall(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_any_white_space_counts_as_one_space() -> None:
    assert tidy("\u2003One\x01\x1c \r\ntwo\u00a0three\xad ") == "One two three-"


def test_spaces_are_no_part_of_the_share_of_letters() -> None:
    assert letters_share(" a1 \t é\n2 ") == pytest.approx(0.5)


def test_no_words_have_no_features() -> None:
    assert features([]) == []


def test_one_english_page_does_not_make_a_paper_english_whose_other_words_are_not_known() -> None:
    czech = "Obce rozhodují o penězích a o tom, jak se jim daří naplňovat potřeby lidí, kteří v nich žijí. " * 6
    english = "The councils decide on the money and on how they meet the needs of the people who live there. " * 6
    pages = [
        Page(number=n, width=595, height=842, text=text, language=language)
        for n, text, language in (
            (1, english, "en"),
            *((n, czech, "") for n in range(2, 7)),
        )
    ]
    assert paper_language(extraction_of(*pages))[0] == "cs"
