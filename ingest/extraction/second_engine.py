"""Reading a PDF with pdfminer.six: the engine for what PDFium cannot read. Slower by 25 times, so never the first."""

from __future__ import annotations

import binascii
import struct
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTFigure, LTPage, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from ingest.extraction.furniture import BAND, EdgeLine
from ingest.extraction.limits import DEFAULT_LIMITS, Limits
from ingest.extraction.mending import mended
from ingest.extraction.opening import Unreadable
from ingest.extraction.paging import SAMPLED_PAGES, whole_pages
from ingest.extraction.painted import BROKEN_PAGE, PaintedPage
from ingest.extraction.quality import PageSample, scanned_pages, text_quality
from ingest.extraction.values import Extraction, Line

ENGINE = "pdfminer.six"
# With the defaults 1,398 words came out glued over 147 papers, with these 20.
_LAYOUT = LAParams(all_texts=True, boxes_flow=0.8)
# Besides its own exceptions the library lets these escape on broken files.
_ESCAPING = (
    PDFException,
    PSException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    OSError,
    binascii.Error,
    struct.error,
)


def read(file: BinaryIO, *, sha256: str = "", limits: Limits = DEFAULT_LIMITS) -> Extraction:
    """Return all that is read from the PDF; raise Unreadable when it cannot be."""
    file.seek(0)
    try:
        document = PDFDocument(PDFParser(file))
        raw_pages = list(islice(_pages(document), limits.pages + 1))
    except (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed) as error:
        raise Unreadable("encrypted", repr(error)) from error
    except _ESCAPING as error:
        raise Unreadable("damaged", f"pdfminer: {error!r}") from error
    if not raw_pages:
        raise Unreadable("damaged", "pdfminer: no pages")
    if len(raw_pages) > limits.pages:
        raise Unreadable("too_many_pages", f"over {limits.pages} pages")
    painted = [_painted(layout, limits) if layout else BROKEN_PAGE for layout, _ in raw_pages]
    pages = whole_pages(painted, [label[:40] for _, label in raw_pages])
    samples = [PageSample(text=page.raw_text, pictured=page.pictured) for page in painted]
    return Extraction(
        sha256=sha256,
        page_count=len(pages),
        pages=pages,
        engine=ENGINE,
        text_source="layer" if any(page.text for page in pages) else "none",
        quality=text_quality(samples[:SAMPLED_PAGES]),
        scanned_pages=scanned_pages(samples),
        info=_info(document),
    )


def _pages(document: PDFDocument) -> Iterator[tuple[LTPage | None, str]]:
    """Yield layout (None for a page that cannot be laid out) and label of each page."""
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=_LAYOUT)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.create_pages(document):
        try:
            interpreter.process_page(page)
            yield device.get_result(), page.label or ""
        except _ESCAPING:
            yield None, page.label or ""


def _painted(layout: LTPage, limits: Limits) -> PaintedPage:
    """Return the page in the form that PDFium's reading has too, a line of text for each line of the layout."""
    lines = tuple(_lines(layout))
    text = "\n".join(line.text for line in lines)[: limits.characters_a_page]
    text_lines = tuple(text.split("\n"))
    edges = (
        EdgeLine(place=place, text=line.text, height=(line.box[1] + line.box[3]) / 2 / layout.height)
        for place, line in enumerate(lines[: len(text_lines)])
        if layout.height > 0
    )
    return PaintedPage(
        width=round(layout.width, 1),
        height=round(layout.height, 1),
        raw_text=text,
        text_lines=text_lines,
        edges=tuple(edge for edge in edges if not BAND < edge.height < 1 - BAND),
        lines=lines,
        pictured=_pictured(layout),
    )


def _pictured(layout: LTPage) -> float:
    """Return which share of the page its largest picture covers."""
    area = layout.width * layout.height
    pictures = (item for item in layout if isinstance(item, LTFigure))
    return max((picture.width * picture.height / area for picture in pictures), default=0.0) if area > 0 else 0.0


def _text_lines(container: Iterable[object]) -> Iterator[LTTextLine]:
    for item in container:
        if isinstance(item, LTTextLine):
            yield item
        elif isinstance(item, LTContainer):
            yield from _text_lines(item)


def _lines(layout: LTPage) -> Iterator[Line]:
    for line in _text_lines(layout):
        chars = [item for item in line if isinstance(item, LTChar)]
        text = " ".join(mended(line.get_text()).split())
        if not chars or not text:
            continue
        middle = chars[len(chars) // 2]
        font = middle.fontname.rpartition("+")[2]
        yield Line(
            text=text,
            plain=text,
            box=(
                round(line.x0, 1),
                round(layout.height - line.y1, 1),
                round(line.x1, 1),
                round(layout.height - line.y0, 1),
            ),
            size=round(sorted(char.size for char in chars)[len(chars) // 2], 1),
            bold="bold" in font.lower(),
            italic="italic" in font.lower() or "oblique" in font.lower(),
            rotated=not middle.upright,
            font=font,
        )


def _info(document: PDFDocument) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for information in document.info:
        for key, value in information.items():
            if isinstance(value, bytes):
                found.setdefault(str(key), mended(decode_text(value)).strip()[:5000])
    return tuple((key, value) for key, value in found.items() if value)
