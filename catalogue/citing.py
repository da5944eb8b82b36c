"""Who cites whom: reference lists kept beside their publication, each entry matched to the library's own records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz import fuzz

from catalogue import written
from catalogue.identifiers import comparable
from catalogue.models import CitedReference, Identifier, LocalisedText, Publication
from catalogue.slugs import folded
from catalogue.storable import storable, storable_text
from citations.reference import Reference

# Titles in lists are cut and misread; 90 of 100 joins these, and the year must be the same too.
_LIKE_TITLE = 90
# A title so short ("Introduction") is shared by too many works.
_LEAST_TITLE = 12
_MOST_LETTERS = 1000
_TITLE_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedEntry:
    """An entry of a reference list: as printed, as read, its page (from 1) and box (points from the top left)."""

    text: str
    reference: Reference
    page: int | None = None
    box: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a record is recognised by, folded: its titles, alone and with the subtitle, and its people."""

    titles: tuple[str, ...]
    names: tuple[str, ...]


def keep_references(publication: Publication, entries: Sequence[CitedEntry]) -> None:
    """Replace the publication's reference list, each entry matched to a record of the library where it has one."""
    publication.cited_references.all().delete()
    rows = [_row(publication, position, entry) for position, entry in enumerate(entries)]
    records = _records_of({row.year for row in rows if row.year is not None})
    dois = _records_with({row.doi for row in rows if row.doi})
    for row in rows:
        of_year = records.get(row.year, {}).items() if row.year else ()
        target = dois.get(row.doi) or next((pk for pk, known in of_year if _means(row, known)), None)
        row.target_id = target if target != publication.pk else None
    CitedReference.objects.bulk_create(rows, batch_size=500)


def claim_citations(publication: Publication, reference: Reference) -> None:
    """Match the library's reference lists to a record whose title, year or DOI is new or was corrected."""
    names = [c.name.literal or c.name.family for c in reference.contributors]
    known = _Known(titles=tuple(_titles(reference)), names=tuple(filter(None, map(_letters, names))))
    year = reference.date.year if reference.date else None
    doi = _comparable_doi(reference)
    free = Q(doi=doi) if doi else Q(pk__in=())
    if year is not None:
        free |= Q(year=year)
    rows = CitedReference.objects.filter(Q(target=publication) | Q(target=None) & free)
    for row in rows.exclude(publication=publication).iterator():
        same = bool(doi and row.doi == doi) or (row.year == year and _means(row, known))
        if same != (row.target_id is not None):
            CitedReference.objects.filter(pk=row.pk).update(target=publication if same else None)


def _means(row: CitedReference, known: _Known) -> bool:
    """Tell whether an entry of the same year means the record.

    Either the title that was read is much like its own, or the entry as printed has both its title, letter by letter,
    and one of its people: that holds where a list's layout was read wrongly.
    """
    for title in known.titles:
        if len(title) < _LEAST_TITLE:
            continue
        if len(row.title) >= _LEAST_TITLE and fuzz.ratio(row.title, title, score_cutoff=_LIKE_TITLE):
            return True
        if title.replace(" ", "") in row.letters and any(name in row.letters for name in known.names):
            return True
    return False


def _row(publication: Publication, position: int, entry: CitedEntry) -> CitedReference:
    titles = _titles(entry.reference)
    return CitedReference(
        publication=publication,
        position=position,
        text=storable_text(entry.text),
        reference=storable(written.reference_to_json(entry.reference)),
        page=entry.page,
        box=list(entry.box),
        title=titles[-1] if titles else "",
        letters=_letters(entry.text)[:_MOST_LETTERS],
        year=entry.reference.date.year if entry.reference.date else None,
        doi=_comparable_doi(entry.reference),
    )


def _titles(reference: Reference) -> list[str]:
    """Return each title folded, alone and, last, with the subtitle."""
    titles = [title.text for title in reference.titles]
    if reference.subtitle:
        titles.append(f"{reference.title} {reference.subtitle}")
    return [folded(storable_text(title))[:_TITLE_LENGTH] for title in titles]


def _letters(text: str) -> str:
    return folded(storable_text(text)).replace(" ", "")


def _comparable_doi(reference: Reference) -> str:
    doi = storable_text(reference.identifier("doi"))
    return comparable("doi", doi)[:_TITLE_LENGTH] if doi else ""


def _records_of(years: set[int]) -> dict[int, dict[int, _Known]]:
    """Return what the records of each year are recognised by."""
    in_years = Publication.objects.filter(year__in=years).prefetch_related("texts", "contributions")
    found: dict[int, dict[int, _Known]] = {}
    for record in in_years.only("pk", "year").iterator(chunk_size=1000):
        titles = [folded(t.text) for t in record.texts.all() if t.kind == LocalisedText.Kind.TITLE]
        subtitles = [folded(t.text) for t in record.texts.all() if t.kind == LocalisedText.Kind.SUBTITLE]
        whole = [f"{titles[0]} {subtitle}" for subtitle in subtitles] if titles else []
        names = [_letters(c.literal or c.family) for c in record.contributions.all()]
        known = _Known(titles=(*titles, *whole), names=tuple(filter(None, names)))
        found.setdefault(record.year or 0, {})[record.pk] = known
    return found


def _records_with(dois: set[str]) -> dict[str, int]:
    if not dois:
        return {}
    rows = Identifier.objects.filter(scheme="doi").values_list("value", "publication_id")
    return {doi: pk for value, pk in rows.iterator() if (doi := comparable("doi", value)) in dois}
