"""Names of languages and countries, from Babel's data, in the reader's language."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

from catalogue.collation import swedish_sort_key

# Babel's territories also hold continents (numbers), the EU, the UN and places kept for no country.
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
_COUNTRY = re.compile(r"[A-Z]{2}")


def country_name(code: str, locale: str = "") -> str:
    """Return the country's name in a locale (the reader's if none is given), or the code if unknown."""
    return str(_locale(locale).territories.get(code, code))


def language_name(code: str, locale: str = "") -> str:
    """Return a language's name for a BCP 47 tag (`sr-Cyrl`), or the tag if unknown."""
    chosen = _locale(locale)
    try:
        return Locale.parse(code, sep="-").get_display_name(chosen) or code
    except (ValueError, UnknownLocaleError):
        return str(chosen.languages.get(code.lower(), code))


def is_country(code: str) -> bool:
    return code in _countries()


def is_language(code: str) -> bool:
    """Say whether a BCP 47 tag names a language that Babel knows."""
    return code.split("-", maxsplit=1)[0].lower() in Locale("en").languages


def countries(locale: str = "") -> list[tuple[str, str]]:
    """Return (code, name) of all countries, in alphabetical order of their names."""
    names = _locale(locale).territories
    return sorted(((code, names[code]) for code in _countries()), key=lambda pair: swedish_sort_key(pair[1]))


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    codes = map(str, Locale("en").territories)
    return frozenset(c for c in codes if _COUNTRY.fullmatch(c) and c not in _NOT_COUNTRIES)


@lru_cache(maxsize=16)
def _parsed(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def _locale(tag: str) -> Locale:
    return _parsed(tag or get_language() or "en")
