"""BibTeX: ASCII where the script allows, for the classic styles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from citations.formats import bib_write
from citations.formats.bib_draft import BIBTEX
from citations.formats.bib_read import read
from citations.reference import Reference

__all__ = ["read", "write"]


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield the entries of a .bib file for BibTeX."""
    return bib_write.write(references, BIBTEX)
