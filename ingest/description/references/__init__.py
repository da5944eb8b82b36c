"""The reference list of a paper: found, cut into entries, each read into a Reference with its place."""

from __future__ import annotations

from dataclasses import dataclass

from citations.reference import Reference
from ingest.description.references.parsing import parse
from ingest.description.references.placing import reference_lines
from ingest.description.references.segmenting import segment
from ingest.extraction.values import Box, Extraction

# A book's list of works goes on for ever; nobody looks through more in a record.
_MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReference:
    """A work that a paper refers to: as printed, as read, and where its entry begins."""

    text: str
    reference: Reference
    page: int
    box: Box


def find_references(extraction: Extraction) -> tuple[FoundReference, ...]:
    """Return the entries of the paper's reference list in their order; () where it has none."""
    return tuple(
        FoundReference(text=entry.text, reference=parse(entry.text), page=entry.page, box=entry.box)
        for entry in segment(reference_lines(extraction))[:_MOST]
    )
