"""A .bib, .ris or .json of the same name beside a PDF, read as the reference that it is."""

from __future__ import annotations

import logging
from pathlib import Path

from citations.formats.files import decode_bytes, form_of
from citations.reference import Reference
from ingest.intake import Sidecar

logger = logging.getLogger(__name__)

ENDINGS = (".bib", ".ris", ".json")
_MOST_BYTES = 1024 * 1024


def sidecar_reference(name: str, text: str) -> Reference | None:
    """Return the first reference of a sidecar's text, None where there is none to be read."""
    form = form_of(name, text) if text.strip() else None
    if form is None or form.read is None:
        return None
    try:
        result = form.read(text)
    except Exception:
        # A broken .bib must not keep its PDF from being read.
        logger.exception("the sidecar %s could not be read", name)
        return None
    return result.references[0] if result.references else None


def sidecar_beside(path: Path) -> Sidecar | None:
    """Return the sidecar of a PDF in a folder: a file of the same name but for its ending."""
    for ending in ENDINGS:
        beside = path.with_suffix(ending)
        if beside.is_file() and beside.stat().st_size <= _MOST_BYTES:
            return Sidecar(name=beside.name, text=decode_bytes(beside.read_bytes()))
    return None
