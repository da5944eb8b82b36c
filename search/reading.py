"""A reader's text with the library's own names: `country:Sverige` and `series:"Policy Briefs"` find their codes."""

from __future__ import annotations

from django.core.cache import cache

from catalogue.codes import countries, language_name
from catalogue.models import Programme, Series, Theme, Topic
from catalogue.models.publication import TYPES
from search.syntax import Parsed, parse

_KEY = "search.reading.codes"
# Renamed vocabularies are read under their new names after so many seconds.
_SECONDS = 60
_SPOKEN = ("sv", "en")
_LANGUAGES = (
    "sv en fr pt es de nl da nb nn fi is pl ru uk be sr hr bs mk sq tr ka ro hy az ar fa hi bn id zh vi sw tn af zu xh"
)

Codes = dict[str, dict[str, str]]


def read_query(text: str) -> Parsed:
    """Return the expression of a reader's text, names of countries, languages and vocabularies understood."""
    return parse(text, _codes() if ":" in text else None)


def _codes() -> Codes:
    known: Codes | None = cache.get(_KEY)
    if known is None:
        known = _gathered()
        cache.set(_KEY, known, _SECONDS)
    return known


def _gathered() -> Codes:
    return {
        "country": {name.casefold(): code for spoken in _SPOKEN for code, name in countries(spoken)},
        "language": {language_name(code, spoken).casefold(): code for spoken in _SPOKEN for code in _LANGUAGES.split()},
        "type": {code.replace("_", " "): code for code, _name in TYPES},
        "theme": _terms(Theme),
        "programme": _terms(Programme),
        "series": _terms(Series),
        "topic": _terms(Topic),
    }


def _terms(vocabulary: type[Theme | Programme | Series | Topic]) -> dict[str, str]:
    return {name.casefold(): term.slug for term in vocabulary.objects.all() for name in (*term.names, term.slug)}
