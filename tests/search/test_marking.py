"""Marks on texts of any language."""

import pytest

from search.engines.marking import Marker
from search.query import Word


@pytest.mark.parametrize("language", ["", "pt", "sr-Cyrl", "sv-SE", "no such language"])
def test_a_text_in_any_language_is_marked(language: str) -> None:
    marks = Marker(Word("market")).marks("The market opens at dawn.", language)
    assert [(mark.start, mark.end) for mark in marks] == [(4, 10)]
