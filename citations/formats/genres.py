"""The words for a type of work that formats without such a type carry in their field for the kind of work."""

from __future__ import annotations

from citations.formats.bib_types import GENRE_OF_TYPE, REPORTS
from citations.reference import Reference

_WORDS = {
    **{type_: words for type_, words in GENRE_OF_TYPE.items() if type_ not in {"research_report", "thesis"}},
    "handbook": "Handbook",
    "project_page": "Project page",
}
_TYPES = {words.lower(): type_ for type_, words in _WORDS.items()} | {"research report": "research_report"}
# The types that a word for another type may stand beside.
_FAMILY = {**dict.fromkeys(REPORTS, "research_report"), "handbook": "book", "project_page": "other"}


def genre_words(reference: Reference) -> str:
    """Return the genre, or the words for the type where the format has only a wider one."""
    return reference.genre or _WORDS.get(reference.type, "")


def type_of_genre(type_: str, kind: str, words: str) -> tuple[str, str, str]:
    """Return (type, kind, genre) for a wider type and the words beside it."""
    named = _TYPES.get(words.strip().lower())
    if named and _FAMILY.get(named) == type_:
        return named, "" if named == "project_page" else kind, ""
    return type_, kind, words
