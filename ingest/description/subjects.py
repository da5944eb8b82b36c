"""Countries and themes that a paper is about: its own words, met in the vocabulary of its language."""

from __future__ import annotations

from collections import Counter
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from ingest.description.clues import Clues
from ingest.description.languages import base
from ingest.description.wording import fold

_MOST_COUNTRIES = 5
_MOST_THEMES = 4
# A mention on the first page weighs as much as this many further on.
_FRONT_WEIGHT = 4


@cache
def _country_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (folded name, code) of the countries in a language; regions and world parts are none."""
    try:
        territories = Locale.parse(language.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        territories = Locale.parse("en").territories
    countries = set(get_global("territory_languages")) | {"XK"}
    return tuple(
        (fold(name), code)
        for code, name in territories.items()
        if len(code) == 2
        and code.isalpha()
        and code in countries
        and code not in {"EU", "UN", "ZZ", "QO"}
        and len(fold(name)) > 3
    )


def _text(clues: Clues) -> tuple[str, str]:
    """Return the folded text of the front page (with the title) and of the rest."""
    pages = clues.extraction.pages
    front = " ".join(page.text for page in pages[:2])[:6000]
    rest = " ".join(page.text for page in pages[2:])[:120_000]
    return f" {fold(front)} ", f" {fold(rest)} "


def _counted(names: tuple[tuple[str, str], ...], clues: Clues) -> Counter[str]:
    front, rest = _text(clues)
    counts: Counter[str] = Counter()
    for name, code in names:
        # A genitive (Bosniens, Ukraine's) is the same country.
        times = _FRONT_WEIGHT * (front.count(f" {name} ") + front.count(f" {name}s "))
        times += rest.count(f" {name} ") + rest.count(f" {name}s ")
        if times:
            counts[code] += times
    return counts


def find_countries(clues: Clues) -> list[tuple[str, float]]:
    """Return the codes of the countries that the paper names often, the commonest first, each with a score."""
    counts = _counted(_country_names(clues.language or "en"), clues)
    if base(clues.language) not in {"en", ""}:
        counts += _counted(_country_names("en"), clues)
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
    counts = _counted(names, clues) if names else Counter[str]()
    kept = [(slug, n) for slug, n in counts.most_common(_MOST_THEMES) if n >= 3]
    return [(slug, round(min(0.9, 0.3 + 0.03 * n), 3)) for slug, n in kept]
