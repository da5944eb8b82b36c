"""A publication as a line in a list: in the reader's language where the record has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.addresses import first_file_address, named_address
from catalogue.codes import country_name, language_name
from catalogue.models import Contribution, LocalisedText, Publication, PublicationFile
from catalogue.models.publication import TYPE_NAMES, State
from catalogue.policy import Reader, Sight, may_see
from citations.markup import plain
from search.results import Excerpt

Row = TypeVar("Row", LocalisedText, Contribution, PublicationFile)

# As many names as a reader takes in; the rest are counted.
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A text, and its language where that differs from the page's (for `lang`)."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a list says of a publication. `title_marks` is the title with the words that were found."""

    id: int
    key: str
    href: str
    title: Spoken
    people: tuple[str, ...]
    more_people: int
    year: int | None
    kind: str
    countries: tuple[str, ...]
    pages: int
    foreign: str
    text_language: str
    added: dt.datetime | None
    pdf: str
    pdf_size: int
    state_note: str
    superseded: bool
    title_marks: Excerpt = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What an entry reads of the rows that belong to a publication."""

    texts: Sequence[LocalisedText]
    contributions: Sequence[Contribution]
    file: PublicationFile | None
    superseded: bool


def listed(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Return the publications with all that an entry reads."""
    return publications.select_related("series").prefetch_related("texts", "contributions", "files__file", "successors")


def entry_for(publication: Publication, reader: Reader) -> Entry:
    """Return the entry of a publication (of `listed`) for a reader who may see its record."""
    parts = _Parts(
        texts=list(publication.texts.all()),
        contributions=list(publication.contributions.all()),
        file=next(iter(publication.files.all()), None),
        superseded=any(s.state == State.PUBLISHED for s in publication.successors.all()),
    )
    return _entry(publication, parts, reader)


# What an entry and the policy read of a publication's own row.
_COLUMNS = (
    *("state", "type", "key", "year", "series_id", "series_name", "number"),
    *("languages", "countries", "published_at", "uploader_id"),
)


def entries_for(ids: Sequence[int], reader: Reader) -> dict[int, Entry]:
    """Return the entries of those of the ids that the reader may see at least the record of.

    Rows are taken together by hand and without what no entry says: prefetching took twice the time.
    """
    found = Publication.objects.filter(pk__in=ids).only(*_COLUMNS)
    seen = {p.pk: p for p in found if may_see(reader, p) >= Sight.RECORD}
    texts = _by_publication(
        LocalisedText.objects.filter(publication__in=seen).exclude(kind=LocalisedText.Kind.ABSTRACT)
    )
    contributions = _by_publication(Contribution.objects.filter(publication__in=seen))
    files = _by_publication(_uses().filter(publication__in=seen))
    newer = Publication.objects.filter(supersedes__in=seen, state=State.PUBLISHED)
    superseded = set(newer.order_by().values_list("supersedes_id", flat=True))
    return {
        pk: _entry(
            publication,
            _Parts(
                texts=texts.get(pk, []),
                contributions=contributions.get(pk, []),
                file=next(iter(files.get(pk, [])), None),
                superseded=pk in superseded,
            ),
            reader,
        )
        for pk, publication in seen.items()
    }


def _uses() -> QuerySet[PublicationFile]:
    columns = ("publication_id", "language", "file__page_count", "file__size")
    return PublicationFile.objects.select_related("file").only(*columns)


def _by_publication(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.publication_id, []).append(row)
    return grouped


def _entry(publication: Publication, parts: _Parts, reader: Reader) -> Entry:
    authors = creators(parts.contributions)
    shown = authors[:_NAMES_SHOWN] if len(authors) > _NAMES_SHOWN + 1 else authors
    main = parts.file
    readable = may_see(reader, publication) >= Sight.TEXT
    return Entry(
        id=publication.pk,
        key=publication.key or "",
        href=named_address("publication", publication.pk),
        title=_title(publication, parts.texts),
        people=tuple(name_of(c) for c in shown),
        more_people=len(authors) - len(shown),
        year=publication.year,
        kind=kind_of(publication),
        countries=tuple(country_name(code) for code in publication.countries),
        pages=main.file.page_count if main else 0,
        foreign=foreign_of(publication),
        text_language=foreign((main.language if main else "") or next(iter(publication.languages), "")),
        added=publication.published_at,
        pdf=first_file_address(publication.pk, parts.texts) if main and readable else "",
        pdf_size=main.file.size if main and readable else 0,
        state_note=_state_note(publication, readable=readable),
        superseded=parts.superseded,
    )


def in_readers_language(texts: Iterable[LocalisedText], kind: str) -> LocalisedText | None:
    """Return the text of a kind in the reader's language, else the first one."""
    of_kind = [text for text in texts if text.kind == kind]
    here = page_language()
    return next((t for t in of_kind if t.language.split("-")[0] == here), of_kind[0] if of_kind else None)


def title_of(publication: Publication) -> Spoken:
    """Return title and subtitle; a record without a title is named by its number."""
    return _title(publication, list(publication.texts.all()))


def _title(publication: Publication, texts: Sequence[LocalisedText]) -> Spoken:
    title = in_readers_language(texts, LocalisedText.Kind.TITLE)
    if title is None:
        return Spoken(text=_("Untitled, record %(number)s") % {"number": publication.pk})
    subtitle = next((t for t in texts if t.kind == LocalisedText.Kind.SUBTITLE and t.language == title.language), None)
    parts = [plain(title.text), plain(subtitle.text) if subtitle else ""]
    return Spoken(text=whole_title(*parts), language=foreign(title.language))


def whole_title(title: str, subtitle: str) -> str:
    """Return title and subtitle as one; a colon parts them unless the title ends with a mark of its own."""
    return (
        f"{title} {subtitle}"
        if subtitle and title.endswith(("?", "!", ":"))
        else ": ".join(filter(None, [title, subtitle]))
    )


def creators(contributions: Iterable[Contribution]) -> list[Contribution]:
    """Return the authors, or the editors of a work that names no author."""
    everyone = list(contributions)
    authors = [c for c in everyone if c.role == "author"]
    return authors or [c for c in everyone if c.role == "editor"]


def name_of(contribution: Contribution) -> str:
    """Return the name in the order in which it is said."""
    c = contribution
    return c.literal or " ".join(filter(None, [c.given, c.particle, c.family, c.suffix]))


def kind_of(publication: Publication) -> str:
    """Return the kind of publication with its number in a series: "Research report 14"."""
    kind = str(TYPE_NAMES.get(publication.type, publication.type))
    in_series = publication.number and (publication.series_id or publication.series_name)
    return f"{kind} {publication.number}" if in_series else kind


def page_language() -> str:
    return (get_language() or "en").split("-")[0]


def foreign(language: str) -> str:
    """Return the language tag if it is another than the page's, else ""."""
    return language if language and language.split("-", maxsplit=1)[0] != page_language() else ""


def foreign_of(publication: Publication) -> str:
    """Return the name of the first language of a publication that has none in the reader's."""
    languages = publication.languages
    if not languages or not all(foreign(code) for code in languages):
        return ""
    return language_name(languages[0])


def _state_note(publication: Publication, *, readable: bool) -> str:
    match publication.state:
        case State.EMBARGOED:
            return "embargoed"
        case State.RESTRICTED:
            return "restricted"
        case State.PUBLISHED if readable:
            return ""
        case other:
            return str(other)
