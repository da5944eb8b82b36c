"""What a PDF yields: an Extraction of pages, lines and document data, or a named failure. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

# Points from the top left corner of the page as it is shown: x0, y0, x1, y1.
Box = tuple[float, float, float, float]

FailureCode = Literal[
    "not_pdf",
    "empty",
    "encrypted",
    "truncated",
    "damaged",
    "too_big",
    "too_many_pages",
    "timed_out",
    "out_of_memory",
    "crashed",
    "unsupported",
]

TextSource = Literal["layer", "ocr", "none"]

# "garbled" is a text layer that spells nothing, "none" a scan without one. Both need OCR; neither is to be believed.
TextQuality = Literal["good", "garbled", "none"]

# A report with a photograph or two over whole pages is no scan.
_FEW_SCANNED, _SHARE_SCANNED = 3, 0.1

# Widths in pixels of the two cover thumbnails, small first.
COVER_WIDTHS = (160, 400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text with its place and look; `size` is the height of its letters in points.

    `plain` is the text without raised marks (footnote numbers), each replaced by U+0001.
    """

    text: str
    box: Box
    size: float
    bold: bool = False
    italic: bool = False
    rotated: bool = False
    font: str = ""
    plain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its search text in reading order (running heads left out) and, where asked, its lines.

    `furniture` holds the running heads, feet and page numbers that were taken out of `text`. `label` is the printed
    page number. `language` (BCP 47) is "" where the page has too little prose to tell.
    """

    number: int
    width: float
    height: float
    text: str
    label: str = ""
    lines: tuple[Line, ...] = ()
    furniture: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineItem:
    title: str
    level: int
    page: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was read from one PDF. `info` is its document information, `xmp` its XMP packet as text.

    `covers` are WebP thumbnails of page `cover` in the widths of COVER_WIDTHS; empty where none was drawn.
    `scanned_pages` counts the pages of which a picture covers most and which have next to no text.
    """

    sha256: str
    page_count: int
    pages: tuple[Page, ...]
    engine: str
    text_source: TextSource
    quality: TextQuality = "good"
    scanned_pages: int = 0
    info: tuple[tuple[str, str], ...] = ()
    xmp: str = ""
    outline: tuple[OutlineItem, ...] = ()
    cover: int = 1
    covers: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def characters(self) -> int:
        return sum(len(page.text) for page in self.pages)

    @property
    def wants_ocr(self) -> bool:
        """Whether OCR could find text that the layer lacks: in a scan, a garbled layer, or a scanned annex."""
        some = max(_FEW_SCANNED, _SHARE_SCANNED * self.page_count)
        return self.quality != "good" or self.scanned_pages >= some


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a PDF could not be read; `detail` is for the log, never for a reader.

    `by_machine` says that no reader could be started at all: the file has not been tried.
    """

    code: FailureCode
    detail: str = ""
    by_machine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word and where it stands: one box, or two when it is broken over a line end."""

    text: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """The words of one page of `width` by `height` points."""

    width: float
    height: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What OCR found: the extraction with the new text, and the words of each of its pages.

    `languages` are tesseract's names of those expected, `missing` the packages that would have served the text better.
    """

    extraction: Extraction
    words: tuple[PageWords, ...]
    languages: tuple[str, ...]
    missing: tuple[str, ...] = ()
