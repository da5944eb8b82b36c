"""What a page of results has by the dozen is written by functions: as readers say it, and nothing in it is markup."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.html import strip_tags

from search.entries import Entry, Spoken
from search.facets import Bar, Histogram, Option
from search.results import Fragment
from search.templatetags.narrowing import bars, boxes
from search.templatetags.reading import facts, marked, names, people, standing

HOSTILE = "\"'><script>&"
WRITTEN = "&quot;&#x27;&gt;&lt;script&gt;&amp;"
ENTRY = Entry(
    id=1, key="berg2012", href="/publications/1/", title=Spoken(text="Wells"), kind="Book", pages=1, year=2012,
    people=(), more_people=0, countries=(), foreign="", text_language="", added=None, pdf="", pdf_size=0,
    state_note="", superseded=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("said_by", "more", "said"),
    [
        (("Ann",), 0, "Ann"),
        (("Ann", "Bo"), 0, "Ann and Bo"),
        (("Ann", "Bo", "Cy"), 0, "Ann, Bo and Cy"),
        (("Ann", "Bo", "Cy"), 5, "Ann, Bo, Cy and 5 more"),
    ],
)
def test_names_are_said_as_a_sentence_has_them(said_by: tuple[str, ...], more: int, said: str) -> None:
    assert strip_tags(people(replace(ENTRY, people=said_by, more_people=more))) == said


def test_a_name_that_runs_from_right_to_left_stands_apart_from_what_is_beside_it() -> None:
    hebrew, arabic = "\u05d0\u05d1", "\u0627\u0628"
    apart = f"<bdi>{hebrew}</bdi>, <bdi>{arabic}</bdi>"
    assert names([hebrew, arabic]) == apart
    assert people(replace(ENTRY, people=(hebrew, arabic), more_people=5)) == f"{apart} and 5 more"
    assert ' dir="auto">' in boxes((Option(value="ab", label=hebrew, count=12, chosen=False),), "author")


def test_the_line_below_a_title_says_what_sets_it_apart_last() -> None:
    entry = replace(ENTRY, countries=("Kenya", "Sweden"), foreign="Swedish", state_note="embargoed", superseded=True)
    assert facts(entry).startswith(
        '<span>2012</span> <span>Book</span> <span class="many">Kenya, Sweden</span> <span>1 '
    )
    assert facts(entry).endswith(standing(entry))
    assert standing(entry) == (
        '<span>in Swedish</span> <span class="state-note">file under embargo</span> <span>a newer version exists</span>'
    )
    assert facts(ENTRY, hide_year=True) == "<span>Book</span> <span>1 page</span>"
    assert standing(replace(ENTRY, state_note="draft")) == '<span class="state-note">not published</span>'


def test_what_others_wrote_is_text() -> None:
    option = Option(value=HOSTILE, label=HOSTILE, count=1, chosen=True)
    bar = Bar(year=2012, count=3, x=0.5, y=5.0, width=8.0, height=50.0, chosen=True)
    years = Histogram(bars=(bar,), first=2012, last=2012, most=bar, width=248, height=56, href=f"/search/?q={HOSTILE}&")
    written = (boxes((option,), "author"), bars(years), marked((Fragment(text=HOSTILE, matched=True),)))
    for markup in (*written, facts(replace(ENTRY, kind=HOSTILE)), people(replace(ENTRY, people=(HOSTILE,)))):
        assert HOSTILE not in markup
        assert WRITTEN in markup
