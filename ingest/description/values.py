"""What describing a PDF yields: for each field a value with confidence, evidence and alternatives."""

from __future__ import annotations

from dataclasses import dataclass

from citations.reference import Name
from ingest.extraction.values import Box

# NAMEs of fields, in the order staff meet them. A fixed part of `manage.py read`.
FIELDS = (
    "title",
    "subtitle",
    "title_alt",
    "authors",
    "editors",
    "year",
    "date",
    "abstract",
    "keywords",
    "doi",
    "isbn",
    "issn",
    "urn",
    "type",
    "language",
    "institution",
    "publisher",
    "funder",
    "series",
    "number",
    "licence",
    "countries",
    "themes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageText:
    language: str
    text: str


# A string, a year, a list of codes or words, of names, or of texts in languages: by the field.
Value = str | int | tuple[str, ...] | tuple[Name, ...] | tuple[LanguageText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a value was seen: the source's name, and page (from 1) and box where it is on the paper."""

    source: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One source's word for one field."""

    field: str
    value: Value
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The value chosen for a field, how sure that is (0 to 1), and what else was said."""

    name: str
    value: Value
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """All fields of one paper, and which of them a person should look at."""

    fields: tuple[Field, ...]
    needs_review: tuple[str, ...]

    def field(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the library already knows, as plain values: (value to store, names it goes by).

    `themes`, `topics`, `series`, `organisations` map a slug or name to spellings in all languages;
    countries come from Babel and need no vocabulary. Empty where there is no library.
    """

    series: tuple[tuple[str, tuple[str, ...]], ...] = ()
    organisations: tuple[tuple[str, tuple[str, ...]], ...] = ()
    people: tuple[Name, ...] = ()
    themes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    topics: tuple[tuple[str, tuple[str, ...]], ...] = ()


NOTHING_KNOWN = Vocabulary()
