"""A .bib, .ris or .json of the same name beside a PDF, read as the reference that it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path, PurePath

from citations.formats import bib_read
from citations.formats.form import ReadResult
from citations.reference import Reference
from ingest.intake import Sidecar

logger = logging.getLogger(__name__)

READERS: dict[str, Callable[[str], ReadResult]] = {".bib": bib_read.read}
_MOST_BYTES = 1024 * 1024


def sidecar_reference(name: str, text: str) -> Reference | None:
    """Return the first reference of a sidecar's text, None where there is none to be read."""
    read = READERS.get(PurePath(name).suffix.lower())
    if read is None or not text.strip():
        return None
    try:
        result = read(text)
    except Exception:
        # A broken .bib must not keep its PDF from being read.
        logger.exception("the sidecar %s could not be read", name)
        return None
    return result.references[0] if result.references else None


def sidecar_beside(path: Path) -> Sidecar | None:
    """Return the sidecar of a PDF in a folder: a file of the same name but for its ending."""
    for ending in READERS:
        beside = path.with_suffix(ending)
        if beside.is_file() and beside.stat().st_size <= _MOST_BYTES:
            return Sidecar(name=beside.name, text=beside.read_text(encoding="utf-8", errors="replace"))
    return None
