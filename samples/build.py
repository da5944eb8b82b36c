"""Build the sample papers from their Typst sources: `python -m samples.build`, in the development environment.

The PDFs are committed, since the library must load them where no Typst is. Typst's output is not the same
byte for byte from run to run; build only what changed: `python -m samples.build handbook`.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pypdfium2
import typst
from PIL.Image import Resampling
from PIL.ImageFilter import GaussianBlur

FOLDER = Path(__file__).resolve().parent
PAPERS = FOLDER / "papers"
# File names as people give them; the last two are the ones that wait in review.
NAMES = {
    "revenue-that-stays": "revenue-that-stays.pdf",
    "budget-hearing": "WP14_Beridze_Holm_final.pdf",
    "waste-fees-trust": "sjlgs-4-2-banda-lindqvist.pdf",
    "open-ledgers": "policy-brief-5.pdf",
    "arsredovisning-2022": "arsredovisning-2022.pdf",
    "klimat-och-beredskap": "rapport-2023-4.pdf",
    "mocambique": "country-brief-mocambique-2022.pdf",
    "chairs-not-seats": "nakato-thesis.pdf",
    "repairing-together": "workshop-proceedings-kovalenko.pdf",
    "handbook": "handbook-municipal-partnerships.pdf",
    "botswana-elections": "scan0007.pdf",
    "youth-councils": "mall_slutversion_v3.pdf",
}
SCANS = {"botswana-elections"}
SCAN_DPI = 110


def build(name: str) -> Path:
    """Write the paper's PDF and return its path."""
    pdf: bytes = typst.compile(FOLDER / "src" / f"{name}.typ", format="pdf", ignore_system_fonts=True)
    path = PAPERS / NAMES[name]
    path.write_bytes(_scanned(pdf) if name in SCANS else pdf)
    return path


def _scanned(pdf: bytes) -> bytes:
    """Return the paper as a scanner gives it: grey pictures of slightly turned, slightly soft pages, no text."""
    pages = [
        page.render(scale=SCAN_DPI / 72).to_pil().convert("L").rotate(turn, fillcolor=255, resample=Resampling.BICUBIC)
        for page, turn in zip(pypdfium2.PdfDocument(pdf), _turns(), strict=False)
    ]
    soft = [page.filter(GaussianBlur(0.5)) for page in pages]
    out = io.BytesIO()
    soft[0].save(out, "PDF", save_all=True, append_images=soft[1:], resolution=SCAN_DPI, quality=55)
    return out.getvalue()


def _turns() -> list[float]:
    return [0.4, -0.3, 0.6, -0.5, 0.2] * 4


if __name__ == "__main__":
    PAPERS.mkdir(exist_ok=True)
    for chosen in sys.argv[1:] or NAMES:
        built = build(chosen)
        sys.stdout.write(
            f"{built.name}  {built.stat().st_size // 1024} kB  {len(pypdfium2.PdfDocument(built))} pages\n"
        )
