"""PDF -> Extraction. `extract` reads in this process; `sandbox.Sandbox` reads where a hostile file can do no harm."""

from __future__ import annotations

import hashlib
from io import BufferedReader

from ingest.extraction import pdfium
from ingest.extraction.failures import Unreadable
from ingest.extraction.limits import DEFAULT_LIMITS, Limits
from ingest.extraction.values import Extraction, Failure

__all__ = ["extract"]


def extract(file: BufferedReader, *, limits: Limits = DEFAULT_LIMITS) -> Extraction | Failure:
    """Return what the PDF yields, read in this process: for tests and training on trusted files only."""
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        return pdfium.read(file, sha256=sha256, limits=limits)
    except Unreadable as unreadable:
        return unreadable.failure
