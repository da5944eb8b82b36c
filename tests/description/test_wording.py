"""Texts put into one dress for comparing."""

from __future__ import annotations

import string

import pytest

from ingest.description.labelling.features import features
from ingest.description.wording import fold, letters_share, tidy


@pytest.mark.parametrize("sign", [*string.punctuation, *string.whitespace])
def test_a_sign_parts_words_in_ascii_as_it_does_beside_foreign_letters(sign: str) -> None:
    text = f"{sign}One{sign}two 3{sign}{sign}Four"
    assert f"{fold(text)} щ" == fold(f"{text} Щ") == "one two 3 four щ"


@pytest.mark.parametrize(
    ("printed", "folded"), [("“Æther’s” Søn – 2ª", "aether s son 2a"), ("Crème—brûlée…", "creme brulee")]
)
def test_signs_of_print_part_words_and_accents_fall(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_any_white_space_counts_as_one_space() -> None:
    assert tidy("\u2003One\x01\x1c \r\ntwo\u00a0three\xad ") == "One two three-"


def test_spaces_are_no_part_of_the_share_of_letters() -> None:
    assert letters_share(" a1 \t é\n2 ") == pytest.approx(0.5)


def test_no_words_have_no_features() -> None:
    assert features([]) == []
