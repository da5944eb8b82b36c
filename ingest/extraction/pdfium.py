"""Reading a PDF with PDFium: text of every page, lines where they are wanted, document data."""

from __future__ import annotations

import mmap
from typing import BinaryIO

import pypdfium2 as pdfium

from ingest.extraction.limits import DEFAULT_LIMITS, Limits
from ingest.extraction.mending import mended
from ingest.extraction.opening import Unreadable, is_cut_off, opened
from ingest.extraction.paging import FRONT_PAGES, SAMPLED_PAGES, whole_pages
from ingest.extraction.painted import BROKEN_PAGE, PaintedPage, open_page
from ingest.extraction.quality import PageSample, scanned_pages, text_quality
from ingest.extraction.references_place import ReferenceWatch
from ingest.extraction.values import Extraction, OutlineItem

ENGINE = "pdfium"
_XMP_OPEN, _XMP_CLOSE = b"<x:xmpmeta", b"</x:xmpmeta>"
_MOST_XMP = 1_000_000


def read(file: BinaryIO, *, sha256: str = "", limits: Limits = DEFAULT_LIMITS, text_only: bool = False) -> Extraction:
    """Return all that is read from the PDF; raise Unreadable when it cannot be.

    `text_only` leaves out lines: half of the time.
    """
    with opened(file) as document:
        return read_document(document, file, sha256=sha256, limits=limits, text_only=text_only)


def read_document(
    document: pdfium.PdfDocument, file: BinaryIO, *, sha256: str = "", limits: Limits, text_only: bool
) -> Extraction:
    """Return what `read` does, from a document that is open already."""
    if len(document) > limits.pages:
        raise Unreadable("too_many_pages", f"{len(document)} pages, at most {limits.pages}")
    painted = _painted_pages(document, limits, text_only=text_only)
    broken = sum(page is BROKEN_PAGE for page in painted)
    if broken and (broken == len(painted) or is_cut_off(file)):
        raise Unreadable("damaged", f"{broken} of {len(painted)} pages cannot be loaded")
    pages = whole_pages(painted, [_label(document, index) for index in range(len(painted))])
    samples = [PageSample(text=page.raw_text, pictured=page.pictured) for page in painted]
    return Extraction(
        sha256=sha256,
        page_count=len(document),
        pages=pages,
        engine=ENGINE,
        text_source="layer" if any(page.text for page in pages) else "none",
        quality=text_quality(samples[:SAMPLED_PAGES]),
        scanned_pages=scanned_pages(samples),
        info=_info(document),
        xmp=_xmp(file),
        outline=_outline(document, limits),
    )


def _painted_pages(document: pdfium.PdfDocument, limits: Limits, *, text_only: bool) -> list[PaintedPage]:
    pages: list[PaintedPage] = []
    left = limits.characters
    watch = None if text_only else ReferenceWatch(len(document))
    for index in range(len(document)):
        page = _painted_page(document, index, min(left, limits.characters_a_page), watch, limits)
        left -= len(page.raw_text)
        pages.append(page)
    return pages


def _painted_page(
    document: pdfium.PdfDocument, index: int, most: int, watch: ReferenceWatch | None, limits: Limits
) -> PaintedPage:
    """Return the page, or BROKEN_PAGE: one broken page does not spoil a document."""
    try:
        with open_page(document, index, most) as page:
            wanted = watch is not None and (watch.wants(index, page.mended) or index < FRONT_PAGES)
            return page.painted(page.lines(limits.line_characters_a_page) if wanted else ())
    except pdfium.PdfiumError:
        return BROKEN_PAGE


def _label(document: pdfium.PdfDocument, index: int) -> str:
    return str(document.get_page_label(index)).strip()[:40]


def _info(document: pdfium.PdfDocument) -> tuple[tuple[str, str], ...]:
    found = document.get_metadata_dict(skip_empty=True)
    return tuple((key, mended(value).strip()[:5000]) for key, value in found.items())


def _xmp(file: BinaryIO) -> str:
    """Return the XMP packet, found by its marks: 67 of 70 packets stand uncompressed in the file."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        start = content.find(_XMP_OPEN)
        end = content.find(_XMP_CLOSE, start, start + _MOST_XMP) if start >= 0 else -1
        return content[start : end + len(_XMP_CLOSE)].decode("utf-8", "replace") if end >= 0 else ""


def _outline(document: pdfium.PdfDocument, limits: Limits) -> tuple[OutlineItem, ...]:
    items: list[OutlineItem] = []
    try:
        for bookmark in document.get_toc(max_depth=6):
            title = mended(bookmark.get_title() or "").strip()[:500]
            destination = bookmark.get_dest()
            index = destination.get_index() if destination else None
            if title:
                items.append(OutlineItem(title=title, level=bookmark.level, page=None if index is None else index + 1))
            if len(items) >= limits.outline_items:
                break
    except pdfium.PdfiumError:
        return tuple(items)
    return tuple(items)
