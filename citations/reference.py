"""Reference: the one bibliographic value of the library, in both directions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

# The catalogue's own codes, a fixed part of the library's addresses and formats.
PUBLICATION_TYPES = (
    "research_report",
    "working_paper",
    "policy_brief",
    "country_brief",
    "proceedings",
    "handbook",
    "annual_report",
    "thesis",
    "book",
    "chapter",
    "article",
    "conference_paper",
    "project_page",
    "other",
)

# BibLaTeX's roles in the order in which they are listed; any other comes after them, by its name.
ROLES = (
    "author",
    "editor",
    "editora",
    "editorb",
    "editorc",
    "translator",
    "annotator",
    "commentator",
    "introduction",
    "foreword",
    "afterword",
    "bookauthor",
    "holder",
    "director",
    "collaborator",
)

Certainty = Literal["", "approximate", "uncertain", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text in a language (BCP 47; "" where unknown)."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name in its parts, or an organisation's in `literal` alone."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def is_organisation(self) -> bool:
        return bool(self.literal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """Somebody with a part in the work; the role is a BibLaTeX or CSL word (author, editor, translator ...)."""

    name: Name
    role: str = "author"
    orcid: str = ""
    ror: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date with its real precision: a year, a month or season of it, or a day; `end` closes a range.

    `month` is 1 to 12, or 21 to 24 for spring to winter (ISO 8601-2); 0 and "" mean not stated.
    `end` is None where there is no range, and PartialDate(year=None) where the range is open.
    """

    year: int | None
    month: int = 0
    day: int = 0
    certainty: Certainty = ""
    end: PartialDate | None = None
    literal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A bare identifier: no `https://doi.org/`, no `urn:` doubled, no hyphen changed."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What is known of a work, in no format's words. Everything may be empty; nothing is invented.

    The first title is the one to cite; further ones are the same title in other languages.
    Titles carry only `<i> <b> <sub> <sup> <span class="nocase">` as markup, as CSL has it.
    `kind` is a finer or a wholly different type than `type` can say, in BibLaTeX's word for an entry type
    (`online`, `patent`, `software` ...) or CSL's where BibLaTeX has none; "" where `type` says it all.
    `others` names the roles whose list goes on ("and others").
    `extra` carries what no field here can say, as (name, value) in the words of the source.
    """

    key: str = ""
    type: str = "other"
    kind: str = ""
    genre: str = ""
    titles: tuple[Text, ...] = ()
    subtitles: tuple[Text, ...] = ()
    abstracts: tuple[Text, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    others: tuple[str, ...] = ()
    date: PartialDate | None = None
    container: str = ""
    container_subtitle: str = ""
    series: str = ""
    number: str = ""
    volume: str = ""
    issue: str = ""
    edition: str = ""
    pages: str = ""
    page_count: str = ""
    publisher: str = ""
    institution: str = ""
    place: str = ""
    event: str = ""
    event_place: str = ""
    event_date: PartialDate | None = None
    funders: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    url: str = ""
    accessed: PartialDate | None = None
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    licence: str = ""
    note: str = ""
    extra: tuple[tuple[str, str], ...] = field(default=())

    @property
    def title(self) -> str:
        return self.titles[0].text if self.titles else ""

    @property
    def subtitle(self) -> str:
        """The subtitle in the language of the title."""
        if not self.subtitles:
            return ""
        language = self.titles[0].language if self.titles else ""
        return next((s.text for s in self.subtitles if s.language == language), self.subtitles[0].text)

    def names(self, role: str = "author") -> tuple[Name, ...]:
        return tuple(c.name for c in self.contributors if c.role == role)

    def identifier(self, scheme: str) -> str:
        return next((i.value for i in self.identifiers if i.scheme == scheme), "")
