"""Addresses of searches: what was asked, with one thing changed."""

from __future__ import annotations

from urllib.parse import urlencode

from catalogue.addresses import named_address
from search.filters import AS_TABLE, LEFT_OUT, Asked

Pairs = list[tuple[str, str]]


def pairs_of(asked: Asked, *, sort: bool = True, view: bool = True) -> Pairs:
    """Return the parameters that say what was asked, in which order and view, the page of the list aside."""
    pairs: Pairs = [("q", asked.words)] if asked.words else []
    pairs += [(name, value) for name, values in asked.filters.values for value in values]
    pairs += [(name, str(year)) for name, year in year_pairs(asked) if year is not None]
    pairs += references_pairs(asked)
    if sort and asked.sort != default_sort(asked):
        pairs.append(("sort", asked.sort))
    if view and asked.table:
        pairs.append(("view", AS_TABLE))
    return pairs


def references_pairs(asked: Asked) -> Pairs:
    """Return what says that reference lists are left out, nothing where they are searched."""
    return [] if asked.references else [("references", LEFT_OUT)]


def word_pairs(asked: Asked) -> Pairs:
    """Return what a page or a search inside one publication is asked with: the words and where to look for them."""
    return [("q", asked.words), *references_pairs(asked)] if asked.words else []


def year_pairs(asked: Asked) -> tuple[tuple[str, int | None], ...]:
    return (("year_from", asked.filters.year_from), ("year_to", asked.filters.year_to))


def default_sort(asked: Asked) -> str:
    return "relevance" if asked.words else "newest"


def search_address(pairs: Pairs, *, page: int = 1, path: str = "") -> str:
    """Return the address of the search page (or of `path`) with these parameters."""
    if page > 1:
        pairs = [*pairs, ("page", str(page))]
    path = path or named_address("search")
    return f"{path}?{urlencode(pairs)}" if pairs else path


def without(pairs: Pairs, *dropped: tuple[str, str]) -> Pairs:
    return [pair for pair in pairs if pair not in dropped]


def without_names(pairs: Pairs, *names: str) -> Pairs:
    return [pair for pair in pairs if pair[0] not in names]
