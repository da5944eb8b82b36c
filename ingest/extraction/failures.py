"""Unreadable: raised inside a reading child, and what PDFium's error codes mean."""

from __future__ import annotations

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.extraction.values import Failure, FailureCode


class Unreadable(Exception):
    """The document cannot be read, for a reason that has a name."""

    def __init__(self, code: FailureCode, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.failure = Failure(code, detail[:300])


_PDFIUM_CODES: dict[int, FailureCode] = {
    raw.FPDF_ERR_PASSWORD: "encrypted",
    raw.FPDF_ERR_SECURITY: "unsupported",
}


def pdfium_failure(error: pdfium.PdfiumError) -> Failure:
    """Return the failure that the library's error stands for."""
    code = _PDFIUM_CODES.get(getattr(error, "err_code", None) or 0, "damaged")
    return Failure(code, f"pdfium: {error}"[:300])
