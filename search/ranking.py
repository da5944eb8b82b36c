"""The settings of the ranking, in one place; docs/decisions/0402 has the measurements that chose them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Weights of the fields and of closeness; tiers are constants that go before any weight."""

    head: float = 1.0
    title: float = 0.2
    body: float = 1.0
    references: float = 0.1
    author: float = 1.0
    # The share of the words that a paper below those with all must have: of few words, and of more.
    most_of_few: float = 0.5
    most: float = 0.25
    few: int = 4
    # What each word of the query is worth to a page that has it, however often.
    page_coverage: float = 10.0
    # Neighbouring words of the query as neighbours in the text.
    pair: float = 0.1
    pair_slop: int = 1
    # What a paper close in meaning gains, for each word of the query: the closest all of it, the one at
    # `meaning_depth` half of it.
    meaning: float = 1.5
    meaning_depth: int = 5
    # A joined or split spelling (covid19 for COVID-19).
    joined: float = 0.2
    # A part of a compound, a beginning, a misspelling: they score flat.
    part: float = 0.05
    start: float = 1.0
    # A word found whole stands above one found as a part of a compound, exact marks above none.
    whole_tier: float = 100.0
    marks_tier: float = 50.0
    exact_title_tier: float = 1000.0
    identifier_tier: float = 2000.0


RANKING = Ranking()
