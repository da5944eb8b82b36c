"""What is indexed of a publication: the SearchDocument, its facets, the version of its form."""

from __future__ import annotations

from dataclasses import dataclass

# Raise it when documents or analysis change: an index of another version is rebuilt beside the old one.
INDEX_VERSION = 14

FACETS = ("type", "language", "country", "theme", "programme", "series", "author", "publisher", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageText:
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The text of one page; `number` from 1, `label` as printed, `file` the position of its file (0 the main one)."""

    number: int
    text: str
    label: str = ""
    language: str = ""
    file: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """A publication as an engine sees it.

    `record_public` says whether a stranger may find the record, `text_public` whether its pages may be
    searched and quoted to one. `uploader` is a user id, for a contributor's own records.
    `facets` maps a facet's name to its values (codes, slugs, names as shown).
    """

    id: int
    key: str
    version: int
    record_public: bool
    text_public: bool
    uploader: int | None
    superseded: bool
    titles: tuple[LanguageText, ...]
    abstracts: tuple[LanguageText, ...]
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    identifiers: tuple[str, ...]
    facets: tuple[tuple[str, tuple[str, ...]], ...]
    year: int | None
    date: str
    added: str
    sort_title: str
    pages: tuple[PageText, ...] = ()

    def facet(self, name: str) -> tuple[str, ...]:
        return next((values for facet, values in self.facets if facet == name), ())
