"""Extractions made by hand or from PDFs that fpdf2 writes for the test."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF

from ingest.extraction.in_process import extract
from ingest.extraction.values import Extraction, Line, Page

Printed = tuple[str, float, float, float]


def page_of(number: int, *printed: Printed, furniture: tuple[str, ...] = ()) -> Page:
    """Return a page of A4 with lines given as (text, x, y, size)."""
    lines = tuple(
        Line(text=text, plain=text, box=(x, y, x + 0.5 * size * len(text), y + size), size=size)
        for text, x, y, size in printed
    )
    text = "\n".join(line.text for line in lines)
    return Page(number=number, width=595, height=842, text=text, lines=lines, furniture=furniture)


def extraction_of(*pages: Page, info: tuple[tuple[str, str], ...] = (), xmp: str = "") -> Extraction:
    return Extraction(
        sha256="0" * 64,
        page_count=len(pages),
        pages=pages,
        engine="made",
        text_source="layer",
        info=info,
        xmp=xmp,
    )


PROSE = (
    "This paper is about the way in which councils decide on money and what that means for the people who live there. ",
    "It builds on interviews with members of twelve councils and on the minutes of their meetings for eight years. ",
    "The results show that the order in which questions are put has more to say than the sums that are at stake. ",
)


def article(*, title: str, authors: str, body: tuple[str, ...] = PROSE) -> Extraction:
    """Return a plain article: title, authors, abstract, introduction."""
    rows: list[Printed] = [(title, 90, 80, 18), (authors, 90, 120, 12), ("Abstract", 90, 160, 11)]
    rows += [(line, 90, 180 + 14 * place, 10) for place, line in enumerate(body)]
    rows += [("1 Introduction", 90, 260, 12)]
    rows += [(line, 90, 280 + 14 * place, 10) for place, line in enumerate(body * 3)]
    return extraction_of(page_of(1, *rows))


def written_pdf(folder: Path, *printed: Printed) -> Extraction:
    """Return what is read from a PDF of one page written with fpdf2; sizes in points, places in millimetres."""
    pdf = FPDF()
    pdf.add_page()
    for text, x, y, size in printed:
        pdf.set_font("Helvetica", size=size)
        pdf.set_xy(x, y)
        pdf.multi_cell(170, size * 0.45, text)
    path = folder / "made.pdf"
    pdf.output(str(path))
    with path.open("rb") as file:
        found = extract(file)
    assert isinstance(found, Extraction)
    return found
