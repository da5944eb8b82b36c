"""What is asked of the search: an expression tree, filters, a sort order and a page. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Text fields a reader may name (`title:word`).
TEXT_FIELDS = ("title", "author", "abstract", "keyword", "text")

Sort = Literal["relevance", "newest", "oldest", "title"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "title")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed; `field` is one of TEXT_FIELDS or "" for all."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word (`demokrat*`), at least two characters."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words beside each other in this order, or within `slop` places of it."""

    words: tuple[str, ...]
    slop: int = 0
    field: str = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word that may differ in `distance` letters (`municpal~`), 1 or 2."""

    text: str
    distance: int = 1
    field: str = ""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A field that holds codes, not text (`country:SE`, `series:policy-briefs`, `doi:10.1/x`)."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class YearRange:
    """Years from `first` to `last`, both included; None leaves the end open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Expression


@dataclass(frozen=True, slots=True)
class Everything:
    """All publications: what an empty query means."""


Expression = Word | Prefix | Phrase | Fuzzy | FieldValue | YearRange | And | Or | Not | Everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who asks: decides which documents match and which of their text is searched.

    A stranger sees records in public states and public text. Staff see all. A contributor sees the
    public part and what `uploader` (a user id) sent in.
    """

    staff: bool = False
    uploader: int | None = None


PUBLIC = Audience()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Chosen facet values (any one of a facet's values is enough) and a span of years."""

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    year_from: int | None = None
    year_to: int | None = None

    def of(self, facet: str) -> tuple[str, ...]:
        return next((values for name, values in self.values if name == facet), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """One whole question to an engine.

    Words are asked in every language of the collection. `offset` and `limit` are in publications.
    `passages` is how many pages are located for each hit; `within` narrows the search to some
    publications (search inside one). `facet_values` is how many values of a facet are returned, the
    chosen ones besides. `references` says whether reference lists are searched too; `relaxed`
    whether papers with most of the words follow when fewer than ten have all. `near` are papers close
    to it in meaning, closest first: they rise in their list and follow with those that have most of
    the words; whom they are shown to, and what is counted, stays as without them.
    """

    audience: Audience
    expression: Expression = Everything()
    filters: Filters = Filters()
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    passages: int = 2
    facets: tuple[str, ...] = ()
    within: tuple[int, ...] = ()
    superseded: bool = False
    facet_values: int = 200
    references: bool = True
    relaxed: bool = True
    near: tuple[int, ...] = ()
