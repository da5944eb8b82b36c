"""Small PDFs made for one test each: papers with a title page, texts on given pages, an outline."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
from fpdf import FPDF


def paper(
    title: str = "Local taxes in small towns",
    authors: tuple[str, ...] = ("Berg, Karin",),
    year: int = 2012,
    pages: tuple[str, ...] = ("The council decides on the budget in November every year.",),
) -> bytes:
    """Return a PDF with a title page and one page for each text."""
    pdf = FPDF()
    pdf.set_title(title)
    pdf.add_page()
    pdf.set_font("Helvetica", size=24)
    pdf.multi_cell(0, 12, title, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=14)
    for author in authors:
        family, _comma, given = author.partition(", ")
        pdf.cell(0, 12, f"{given} {family}".strip(), new_x="LMARGIN", new_y="NEXT")
    pdf.cell(0, 12, str(year), new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=11)
    for text in pages:
        pdf.add_page()
        pdf.multi_cell(0, 6, text)
    return bytes(pdf.output())


def write_paper(folder: Path, name: str = "paper.pdf", *, title: str = "Local taxes in small towns") -> Path:
    """Write a paper into a folder and return its path."""
    path = folder / name
    path.write_bytes(paper(title=title))
    return path


def scan(content: bytes) -> bytes:
    """Return a PDF as a scanner gives it: one picture a page, no text."""
    document = pdfium.PdfDocument(io.BytesIO(content))
    scanned = FPDF(unit="pt", format="A4")
    for page in document:
        scanned.add_page()
        scanned.image(page.render(scale=2).to_pil().convert("L"), 0, 0, scanned.w, scanned.h)
    document.close()
    return bytes(scanned.output())
