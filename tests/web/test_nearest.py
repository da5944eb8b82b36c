"""Where nothing is found: the nearest questions that find something; and reference lists left out."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from catalogue.policy import STRANGER
from search.facets import Names
from search.filters import asked
from search.nearest import nearest
from tests import factories
from tests.web.conftest import index

pytestmark = pytest.mark.django_db

REFERENCES = "References\nBerg, K. (2011). Xylophone. Oslo.\nHolm, E. (2012). Tax. Visby.\nLind, M. (2014). Fees. Lund."


@pytest.fixture
def library() -> None:
    index(
        factories.publication("Wells in Kenya", "A borehole is dug by the county.", countries=("KE",)),
        factories.publication("Budgets", "The county decides.", REFERENCES),
    )


def _near(**parameters: object) -> list[tuple[str, int]]:
    question = asked(parameters)
    names = Names(question, {})
    return [(each.text, each.count) for each in nearest(question, STRANGER, names)]


def test_a_filter_that_leaves_nothing_is_named(library: None) -> None:
    assert _near(q="borehole", country=["ZM"]) == [("without Country: Zambia", 1)]
    assert _near(q="borehole", country=["ZM"], year_from="2020") == [("without any filter", 1)]


def test_a_word_less_finds_something(library: None) -> None:
    assert ("borehole county", 1) in _near(q="borehole county zzzz")
    assert _near(q="title:borehole county") == [("county", 2)]


def test_a_phrase_that_stands_nowhere_is_loosened(library: None) -> None:
    assert _near(q='"county borehole"') == [("county borehole", 1)]


def test_what_is_left_out_may_be_what_leaves_nothing(library: None) -> None:
    assert ("borehole county", 1) in _near(q="borehole county -dug")


def test_words_that_never_meet_are_offered_alone(library: None) -> None:
    assert _near(q="borehole AND budgets") == [("borehole", 1), ("budgets", 1)]


def test_where_filter_and_phrase_both_leave_nothing_both_go(library: None) -> None:
    assert _near(q='"county borehole"', country=["ZM"]) == [("county borehole", 1)]
    assert _near(q="borehole budgets", country=["ZM"]) == [("borehole", 1), ("budgets", 1)]


def test_nothing_near_is_nothing(library: None) -> None:
    assert _near(q="zzzz") == []
    assert _near(q="zzzz OR yyyy") == []


def test_a_near_question_leads_to_what_it_says(client: Client, library: None) -> None:
    page = client.get("/en/search/?q=%22county+borehole%22&country=KE").content.decode()
    href = next(line for line in page.split('"') if "q=county+borehole" in line)
    assert "1 publication" in client.get(html.unescape(href)).content.decode()


def test_reference_lists_are_left_out_on_every_page_that_follows(client: Client, library: None) -> None:
    assert "1 publication" in client.get("/en/search/?q=xylophone").content.decode()
    page = client.get("/en/search/?q=xylophone&references=no").content.decode()
    assert "Nothing in the library has this word" in page
    assert "reference lists searched too" in page
    assert "Remove " in page
    assert "left out" in page
    found = client.get("/en/search/?q=county&references=no").content.decode()
    assert "?q=county&amp;references=no" in found
    assert client.get("/search.csv?q=xylophone&references=no").getvalue().decode().count("\r\n") == 1
    assert client.get("/search.atom?q=xylophone&references=no").content.decode().count("<entry>") == 0
