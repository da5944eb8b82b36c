"""Opening a document with PDFium, and what its error codes mean."""

from __future__ import annotations

import ctypes
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.extraction.values import Failure, FailureCode

_TRAILER_WITHIN = 2048


class Unreadable(Exception):
    """The document cannot be read, for a reason that has a name."""

    def __init__(self, code: FailureCode, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.failure = Failure(code, detail[:300])


_PDFIUM_CODES: dict[int, FailureCode] = {
    raw.FPDF_ERR_PASSWORD: "encrypted",
    raw.FPDF_ERR_SECURITY: "unsupported",
}


@contextmanager
def opened(file: BinaryIO) -> Iterator[pdfium.PdfDocument]:
    """Open the document; raise Unreadable when PDFium cannot."""
    try:
        document = pdfium.PdfDocument(_mapped(file))
    except pdfium.PdfiumError as error:
        raise Unreadable(_PDFIUM_CODES.get(error.err_code or 0, "damaged"), f"pdfium: {error}") from error
    try:
        yield document
    finally:
        document.close()


def _mapped(file: BinaryIO) -> ctypes.Array[ctypes.c_ubyte]:
    """Return the file's bytes without a copy; PDFium writes nothing, but ctypes wants a writable (private) map."""
    content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    return (ctypes.c_ubyte * len(content)).from_buffer(content)


def is_cut_off(file: BinaryIO) -> bool:
    """Tell whether the file lacks the mark with which every PDF ends."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TRAILER_WITHIN))
    return b"%%EOF" not in file.read()
