"""What a publication cites and what cites it, as far as a reader may know."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from catalogue.models import Publication
from catalogue.page_labels import PageLabel, page_labels
from catalogue.policy import Reader, Sight, may_see
from search.entries import Entry, entries_for
from search.presentation import page_address

# A longer list is folded; every entry stays in the page, for those who search in it.
SHOWN_REFERENCES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceShown:
    """An entry of the reference list as printed; `here` is the library's own record, `doi` bare.

    `page` is the address of the page that it stands on, "" where that is not known.
    """

    text: str
    doi: str
    page: str
    label: PageLabel | None
    here: Entry | None


def references_of(publication: Publication, reader: Reader) -> list[ReferenceShown]:
    """Return the reference list; it is part of the text, so that only those who may read that see it."""
    rows = list(publication.cited_references.select_related("target"))
    kept = {row.pk: row.target.merged_into_id or row.target.pk for row in rows if row.target}
    entries = entries_for(list(kept.values()), reader)
    labels = _labels(publication, {row.page for row in rows if row.page})
    return [
        ReferenceShown(
            text=row.text,
            doi=row.doi,
            page=page_address(publication.pk, row.page) if row.page in labels else "",
            label=labels.get(row.page or 0),
            here=entries.get(kept.get(row.pk, 0)),
        )
        for row in rows
    ]


def _labels(publication: Publication, numbers: set[int]) -> dict[int, PageLabel]:
    """Return the labels of those pages that the main file has."""
    use = publication.files.select_related("file").first()
    return page_labels(use.file, {n for n in numbers if n <= use.file.page_count}) if use else {}


def citing(publication: Publication, reader: Reader) -> list[Entry]:
    """Return the publications whose text cites this one, newest first, of those whose text the reader may see."""
    # A record that was merged into this one goes on being what its title and identifiers are matched to.
    meant = Q(cited_references__target=publication) | Q(cited_references__target__merged_into=publication)
    sources = Publication.objects.filter(meant).exclude(pk=publication.pk).distinct()
    ids = [source.pk for source in sources if may_see(reader, source) >= Sight.TEXT]
    return sorted(entries_for(ids, reader).values(), key=lambda entry: (-(entry.year or 0), entry.id))
