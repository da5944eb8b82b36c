"""BibLaTeX: UTF-8, for biber."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from citations.formats import bib_write
from citations.formats.bib_draft import BIBLATEX
from citations.formats.bib_read import read
from citations.reference import Reference

__all__ = ["read", "write"]


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield the entries of a .bib file for BibLaTeX."""
    return bib_write.write(references, BIBLATEX)
