"""Reading a PDF with PDFium: text of every page, lines where they are wanted, document data."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from typing import BinaryIO

import pypdfium2 as pdfium

from ingest.extraction.hyphens import unbroken, vocabulary
from ingest.extraction.limits import DEFAULT_LIMITS, Limits
from ingest.extraction.lines import Frame, page_lines
from ingest.extraction.mending import mended
from ingest.extraction.opening import Unreadable, is_cut_off, opened
from ingest.extraction.references_place import reference_pages
from ingest.extraction.values import Extraction, Line, OutlineItem, Page

ENGINE = "pdfium"
FRONT_PAGES = 3
_XMP_OPEN, _XMP_CLOSE = b"<x:xmpmeta", b"</x:xmpmeta>"
_MOST_XMP = 1_000_000


@dataclass(frozen=True, slots=True)
class _RawPage:
    width: float
    height: float
    text: str
    label: str


def read(file: BinaryIO, *, sha256: str = "", limits: Limits = DEFAULT_LIMITS) -> Extraction:
    """Return all that is read from the PDF; raise Unreadable when it cannot be."""
    with opened(file) as document:
        if len(document) > limits.pages:
            raise Unreadable("too_many_pages", f"{len(document)} pages, at most {limits.pages}")
        raw_pages = _raw_pages(document, limits)
        unreadable = sum(page.width == 0 for page in raw_pages)
        if unreadable and (unreadable == len(raw_pages) or is_cut_off(file)):
            raise Unreadable("damaged", f"{unreadable} of {len(raw_pages)} pages cannot be loaded")
        lines = _lines(document, [page.text for page in raw_pages], limits)
        words = vocabulary(page.text for page in raw_pages)
        pages = tuple(
            Page(
                number=number,
                width=page.width,
                height=page.height,
                text=unbroken(page.text, words).replace("\r\n", "\n").strip(),
                label=page.label,
                lines=lines.get(number - 1, ()),
            )
            for number, page in enumerate(raw_pages, start=1)
        )
        return Extraction(
            sha256=sha256,
            page_count=len(document),
            pages=pages,
            engine=ENGINE,
            text_source="layer" if any(page.text for page in pages) else "none",
            info=_info(document),
            xmp=_xmp(file),
            outline=_outline(document, limits),
        )


def _raw_pages(document: pdfium.PdfDocument, limits: Limits) -> list[_RawPage]:
    pages: list[_RawPage] = []
    left = limits.characters
    for number in range(len(document)):
        page = _raw_page(document, number, min(left, limits.characters_a_page))
        left -= len(page.text)
        pages.append(page)
    return pages


def _raw_page(document: pdfium.PdfDocument, number: int, most: int) -> _RawPage:
    label = _label(document, number)
    try:
        page = document[number]
    except pdfium.PdfiumError:
        # A broken page in a sound document is an empty page.
        return _RawPage(0, 0, "", label)
    try:
        width, height = Frame.of(page).size
        textpage = page.get_textpage()
        try:
            count = min(textpage.count_chars(), most)
            text = textpage.get_text_range(0, count) if count > 0 else ""
        finally:
            textpage.close()
    except pdfium.PdfiumError:
        return _RawPage(0, 0, "", label)
    finally:
        page.close()
    return _RawPage(round(width, 1), round(height, 1), mended(text), label)


def _label(document: pdfium.PdfDocument, number: int) -> str:
    return str(document.get_page_label(number))[:40]


def _lines(document: pdfium.PdfDocument, texts: list[str], limits: Limits) -> dict[int, tuple[Line, ...]]:
    wanted = set(range(min(FRONT_PAGES, len(texts)))) | reference_pages(texts)
    return {number: _page_lines(document, number, limits) for number in sorted(wanted)}


def _page_lines(document: pdfium.PdfDocument, number: int, limits: Limits) -> tuple[Line, ...]:
    try:
        page = document[number]
        try:
            textpage = page.get_textpage()
            try:
                return page_lines(textpage, Frame.of(page), most=limits.line_characters_a_page)
            finally:
                textpage.close()
        finally:
            page.close()
    except pdfium.PdfiumError:
        return ()


def _info(document: pdfium.PdfDocument) -> tuple[tuple[str, str], ...]:
    return tuple(
        (key, mended(value).strip()[:5000]) for key, value in document.get_metadata_dict(skip_empty=True).items()
    )


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
