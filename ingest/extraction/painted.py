"""One page as PDFium gives it: text line by line, the heights of its outer lines, and how much a picture covers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.extraction.characters import letters_of, loose_boxes, painted_text, whole
from ingest.extraction.frame import Frame
from ingest.extraction.furniture import BAND, EdgeLine
from ingest.extraction.lines import page_lines
from ingest.extraction.mending import mended
from ingest.extraction.quality import LITTLE_TEXT
from ingest.extraction.values import Line

# Heads and feet are among the first or the last lines that a page paints.
_OUTER_LINES = 4
_PICTURE_DEPTH = 4
# What fonts without Unicode leave in the text and mending keeps for lines.
_NO_LETTERS = re.compile("[\x01\x0b\x0c]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintedPage:
    """What one page says. `raw_text` is as painted, `text_lines` are its lines mended."""

    width: float = 0
    height: float = 0
    raw_text: str = ""
    text_lines: tuple[str, ...] = ()
    edges: tuple[EdgeLine, ...] = ()
    lines: tuple[Line, ...] = ()
    pictured: float = 0


BROKEN_PAGE = PaintedPage()


class OpenPage:
    """A loaded page, asked for one thing after the other while it is open."""

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, most: int) -> None:
        self.page = page
        self.textpage = textpage
        self.frame = Frame.of(page)
        self.text = painted_text(textpage, most)
        self.mended = mended(self.text)

    def lines(self, most: int) -> tuple[Line, ...]:
        return page_lines(self.textpage, self.frame, self.text[:most])

    def painted(self, lines: tuple[Line, ...]) -> PaintedPage:
        width, height = self.frame.size
        return PaintedPage(
            width=round(width, 1),
            height=round(height, 1),
            raw_text=self.text,
            text_lines=tuple(line.rstrip() for line in _NO_LETTERS.sub("", self.mended).split("\r\n")),
            edges=tuple(self._edges(height)),
            lines=lines,
            pictured=self._pictured() if len(self.text) < 2 * LITTLE_TEXT else 0,
        )

    def _edges(self, page_height: float) -> Iterator[EdgeLine]:
        """Yield the outer lines that stand near the page's top or foot."""
        starts = _line_starts(whole(letters_of(self.text)))
        outer = starts if len(starts) <= 2 * _OUTER_LINES else starts[:_OUTER_LINES] + starts[-_OUTER_LINES:]
        boxes = loose_boxes(self.textpage, [start for _place, start, _text in outer])
        for (place, _start, text), box in zip(outer, boxes, strict=True):
            _x0, top, _x1, bottom = self.frame.box(*box)
            height = (top + bottom) / 2 / page_height if page_height else 0.5
            if not BAND < height < 1 - BAND:
                yield EdgeLine(place=place, text=mended(text).strip(), height=height)

    def _pictured(self) -> float:
        """Return which share of the page its largest picture covers."""
        left, bottom, right, top = self.frame.left, self.frame.bottom, self.frame.right, self.frame.top
        area = (right - left) * (top - bottom)
        largest = 0.0
        for picture in self.page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_PICTURE_DEPTH):
            try:
                x0, y0, x1, y1 = picture.get_bounds()
            except pdfium.PdfiumError:
                continue
            covered = max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, top) - max(y0, bottom))
            largest = max(largest, covered)
        return largest / area if area > 0 else 0.0


@contextmanager
def open_page(document: pdfium.PdfDocument, index: int, most: int) -> Iterator[OpenPage]:
    """Load a page (from 0) with at most so many characters. Raises PdfiumError."""
    page = document[index]
    try:
        textpage = page.get_textpage()
        try:
            yield OpenPage(page, textpage, most)
        finally:
            textpage.close()
    finally:
        page.close()


def _line_starts(letters: str) -> list[tuple[int, int, str]]:
    """Return place, index of the first visible character and text of each line that is not empty."""
    starts: list[tuple[int, int, str]] = []
    index = 0
    for place, line in enumerate(letters.split("\r\n")):
        if shown := line.lstrip():
            starts.append((place, index + len(line) - len(shown), line))
        index += len(line) + 2
    return starts
