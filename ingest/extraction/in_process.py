"""Reading a PDF in this process: for tests, training and benchmarks on trusted files only."""

from __future__ import annotations

import hashlib
from io import BufferedReader

from ingest.extraction import pdfium
from ingest.extraction.limits import DEFAULT_LIMITS, Limits
from ingest.extraction.opening import Unreadable
from ingest.extraction.values import Extraction, Failure


def extract(file: BufferedReader, *, limits: Limits = DEFAULT_LIMITS) -> Extraction | Failure:
    """Return what the PDF yields, read in this process."""
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        return pdfium.read(file, sha256=sha256, limits=limits)
    except Unreadable as unreadable:
        return unreadable.failure
