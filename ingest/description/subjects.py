"""Countries and themes that a paper is about: its own words, met in the vocabulary of its language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from ingest.description.clues import Clues
from ingest.description.languages import base
from ingest.description.places import country_names
from ingest.description.wording import fold

_MOST_COUNTRIES = 5
_MOST_THEMES = 4
_MOST_LETTERS = 40_000
# A mention on the first page weighs as much as this many further on.
_FRONT_WEIGHT = 4
# By its first word, all the words of each name, and its code.
_Names = Mapping[str, Sequence[tuple[list[str], str]]]


@cache
def _countries(language: str) -> _Names:
    """Return the names of the countries in a language and in English."""
    names = country_names(language)
    if base(language) != "en":
        names += tuple(pair for pair in country_names("en") if pair not in names)
    return _by_first_word(names)


def _folded_words(clues: Clues) -> tuple[list[str], list[str]]:
    """Return the folded words of the first two pages and of the rest."""
    pages = clues.extraction.pages
    front = " ".join(page.text for page in pages[:2])[:6000]
    rest = " ".join(page.text for page in pages[2:40])[:_MOST_LETTERS]
    return fold(front).split(), fold(rest).split()


def _by_first_word(names: Iterable[tuple[str, str]]) -> _Names:
    """Return the words of names with their codes; a genitive (Bosniens, Ukraine's) is the same name."""
    by_first: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for name, code in names:
        words = name.split()
        by_first[words[0]].append((words, code))
        if len(words) == 1:
            by_first[f"{name}s"].append(([f"{name}s"], code))
    return by_first


def _counted(by_first: _Names, front: list[str], rest: list[str]) -> Counter[str]:
    """Return how often each code is named."""
    counts: Counter[str] = Counter()
    for words, weight in ((front, _FRONT_WEIGHT), (rest, 1)):
        for place in [place for place, word in enumerate(words) if word in by_first]:
            for wanted, code in by_first[words[place]]:
                if len(wanted) == 1 or words[place : place + len(wanted)] == wanted:
                    counts[code] += weight
    return counts


def find_countries(clues: Clues) -> list[tuple[str, float]]:
    """Return the codes of the countries that the paper names often, the commonest first, each with a score."""
    counts = _counted(_countries(clues.language or "en"), *_folded_words(clues))
    most = max(counts.values(), default=0)
    if most < 5:
        return []
    kept = [(code, n) for code, n in counts.most_common(_MOST_COUNTRIES) if n >= max(5, 0.3 * most)]
    return [(code, round(min(0.9, 0.3 + 0.02 * n), 3)) for code, n in kept]


def find_themes(clues: Clues) -> list[tuple[str, float]]:
    """Return the themes of the library whose names the paper uses most, each with a score."""
    names = tuple(
        (fold(name), slug) for slug, spellings in clues.vocabulary.themes for name in spellings if len(fold(name)) > 3
    )
    counts = _counted(_by_first_word(names), *_folded_words(clues)) if names else Counter[str]()
    kept = [(slug, n) for slug, n in counts.most_common(_MOST_THEMES) if n >= 3]
    return [(slug, round(min(0.9, 0.3 + 0.03 * n), 3)) for slug, n in kept]
