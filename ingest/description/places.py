"""What the countries of the world are called."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from ingest.description.wording import fold

# Languages of title pages whose addresses name their country.
_LANGUAGES = ("en", "sv", "de", "fr", "es", "fi", "nb", "da", "nl", "it", "pt")


def country_names(language: str) -> tuple[tuple[str, str], ...]:
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


@cache
def _everywhere() -> frozenset[str]:
    return frozenset(name for language in _LANGUAGES for name, _ in country_names(language))


def is_country(text: str) -> bool:
    """Tell whether a text is the name of a country in a common language."""
    return fold(text) in _everywhere()
