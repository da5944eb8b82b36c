"""Record: all that staff decide about a publication, as one value; what a revision keeps."""

from __future__ import annotations

from dataclasses import dataclass

from citations.reference import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A reference, and what the library says about the work beyond it.

    Programmes, themes and topics are slugs; countries ISO 3166 codes (and XK).
    """

    reference: Reference
    programmes: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
