"""From the catalogue to the index: what an engine is given of a publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Prefetch, QuerySet

from catalogue.collation import swedish_sort_key
from catalogue.models import Contribution, LocalisedText, PageText, Publication, Theme, Topic
from catalogue.policy import RECORD_STATES, STRANGER, UNPUBLISHED, Sight, may_see
from search import schema
from search.schema import LanguageText, SearchDocument

# After ö in catalogue.collation: records without a title come last.
_NO_TITLE = "{z"
# Publications whose pages are in memory together: a report of a thousand pages has 3 MB.
_READ_AT_ONCE = 10
_PagesByFile = dict[str, list[tuple[int, str, str, str]]]


def indexed(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Return the publications with all that a document is made of but the text of their pages."""
    return publications.select_related("series", "publisher", "institution").prefetch_related(
        # Joined: for a query of their own Django writes `id = 1 OR id = 2 ...`, a sixth of the time of all of these.
        Prefetch("contributions", Contribution.objects.select_related("person", "organisation")),
        "texts",
        "identifiers",
        "programmes",
        "themes",
        "topics",
        "successors",
        "files",
    )


def document_for(publication: Publication) -> SearchDocument:
    """Return the document of a publication."""
    return next(documents_for([publication]))


def documents_for(publications: Sequence[Publication]) -> Iterator[SearchDocument]:
    """Yield the documents of publications (of `indexed`, where there are many).

    The pages of some are read at once: asking for each file by itself took half of the catalogue's part of a rebuild.
    """
    for first in range(0, len(publications), _READ_AT_ONCE):
        some = publications[first : first + _READ_AT_ONCE]
        pages = _pages_by_file([use.file_id for publication in some for use in publication.files.all()])
        yield from (_document(publication, pages) for publication in some)


def _document(publication: Publication, pages: _PagesByFile) -> SearchDocument:
    sight = may_see(STRANGER, publication)
    texts = publication.texts.all()
    contributions = list(publication.contributions.all())
    # Once for keywords and facets: asking takes longer than what is answered.
    themes, topics = list(publication.themes.all()), list(publication.topics.all())
    return SearchDocument(
        id=publication.pk,
        key=publication.key or "",
        version=publication.version,
        record_public=sight >= Sight.RECORD,
        text_public=sight >= Sight.TEXT,
        # Only before publication is there more for the uploader than for everyone.
        uploader=publication.uploader_id if publication.state in UNPUBLISHED else None,
        superseded=any(newer.state in RECORD_STATES for newer in publication.successors.all()),
        titles=_texts(texts, LocalisedText.Kind.TITLE) + _texts(texts, LocalisedText.Kind.SUBTITLE),
        abstracts=_texts(texts, LocalisedText.Kind.ABSTRACT),
        authors=tuple(_spoken(c) for c in contributions if c.role in {"author", "editor"}),
        keywords=_keywords(publication, [*themes, *topics]),
        identifiers=tuple(i.value for i in publication.identifiers.all()) + _numbers(publication),
        facets=_facets(publication, themes, topics, contributions),
        year=publication.year,
        date=_date(publication),
        added=(publication.published_at or publication.created_at).isoformat(),
        sort_title=swedish_sort_key(publication.title) or _NO_TITLE,
        pages=tuple(_pages(publication, pages)),
    )


def _texts(texts: Iterable[LocalisedText], kind: str) -> tuple[LanguageText, ...]:
    return tuple(LanguageText(text=t.text, language=t.language) for t in texts if t.kind == kind)


def _spoken(contribution: Contribution) -> str:
    c = contribution
    return c.literal or " ".join(filter(None, [c.given, c.particle, c.family, c.suffix]))


def _keywords(publication: Publication, terms: Iterable[Theme | Topic]) -> tuple[str, ...]:
    """Return the keywords, and the names of themes and topics in both languages."""
    named = [name for term in terms for name in (term.name_en, term.name_sv)]
    return tuple(dict.fromkeys([*publication.keywords, *named]))


def _numbers(publication: Publication) -> tuple[str, ...]:
    return (publication.number,) if publication.number else ()


def _date(publication: Publication) -> str:
    """Return the date in its precision as text that sorts: `2012`, `2012-05`, `2012-05-31`; "" without a year."""
    if publication.year is None:
        return ""
    month = publication.month if 1 <= publication.month <= 12 else 0
    parts = [f"{publication.year:04d}", f"{month:02d}" if month else ""]
    parts.append(f"{publication.day:02d}" if month and publication.day else "")
    return "-".join(filter(None, parts))


def _facets(
    publication: Publication, themes: Iterable[Theme], topics: Iterable[Topic], contributions: Iterable[Contribution]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return codes and slugs; the names that a reader sees are found in the catalogue when they are shown."""
    values = {
        "type": (publication.type,),
        "language": tuple(publication.languages),
        "country": tuple(publication.countries),
        "theme": tuple(term.slug for term in themes),
        "topic": tuple(term.slug for term in topics),
        "programme": tuple(term.slug for term in publication.programmes.all()),
        "series": (publication.series.slug,) if publication.series else (),
        "author": tuple(filter(None, (_author(c) for c in contributions if c.role == "author"))),
        "publisher": tuple(o.slug for o in (publication.publisher, publication.institution) if o),
        "year": (str(publication.year),) if publication.year is not None else (),
    }
    return tuple((name, tuple(dict.fromkeys(found))) for name, found in values.items() if found)


def _author(contribution: Contribution) -> str:
    if contribution.person:
        return contribution.person.slug
    return contribution.organisation.slug if contribution.organisation else ""


def _pages_by_file(files: Iterable[str]) -> _PagesByFile:
    """Return the pages (number, text, label, language) of files, in their order."""
    rows = PageText.objects.shown().filter(file_id__in=files).order_by("file_id", "number")
    found: _PagesByFile = defaultdict(list)
    said = rows.values_list("file_id", "number", "text", "label", "language")
    for file, number, text, label, language in said.iterator(chunk_size=200):
        found[file].append((number, text, label, language))
    return found


def _pages(publication: Publication, pages: _PagesByFile) -> Iterator[schema.PageText]:
    for use in publication.files.all():
        for number, text, label, language in pages.get(use.file_id, []):
            yield schema.PageText(
                number=number, text=text, label=label, language=language or use.language, file=use.position
            )
