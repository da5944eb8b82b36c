"""Whether a text layer can be read: a page without one, or with one that spells nothing, needs OCR."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.extraction.stopwords import common_share, words_in
from ingest.extraction.values import TextQuality

_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_CODE = re.compile(r"\(cid:\d+\)")
# Fewer letters than this on a page that a picture covers is a scan; without the picture it is a page with little text.
LITTLE_TEXT = 100
_COVERING = 0.5
_ENOUGH_WORDS = 60
# So much of each page tells whether it spells something.
_ENOUGH_TEXT = 2000
_SPELLS_NOTHING = 0.06
_MOST_MEANINGLESS = 0.05
_LEAST_LETTERS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSample:
    """The text of a page before mending, and which share of the page its largest picture covers."""

    text: str
    pictured: float


def text_quality(pages: Sequence[PageSample]) -> TextQuality:
    """Return "none" for a scan, "garbled" for a layer that spells nothing, else "good".

    Decided on the pages given (the first ones of the document, where the fields are). A document without text and
    without pictures has nothing that OCR could read: that is "good" too, and empty.
    """
    if not pages:
        return "good"
    written = [page for page in pages if not _has_little_text(page)]
    scanned = scanned_pages(pages)
    if scanned * 2 > len(pages) or (not written and scanned):
        return "none"
    if not written:
        return "good"
    return "garbled" if is_garbled("\n".join(page.text[:_ENOUGH_TEXT] for page in written)) else "good"


def scanned_pages(pages: Iterable[PageSample]) -> int:
    """Return how many pages a picture covers that have next to no text."""
    return sum(page.pictured > _COVERING and _has_little_text(page) for page in pages)


def _has_little_text(page: PageSample) -> bool:
    # The beginning is enough for nearly all pages.
    return _marks(page.text[: 4 * LITTLE_TEXT]) < LITTLE_TEXT and _marks(page.text) < LITTLE_TEXT


def _marks(text: str) -> int:
    return len("".join(text.split()))


def _meaningless(text: str) -> int:
    return len(_MEANINGLESS.findall(text)) + len(_CODE.findall(text))


def is_garbled(text: str) -> bool:
    """Tell whether the text spells nothing: no common word of any language, or signs without a meaning."""
    marks = _marks(text) or 1
    words = words_in(text)
    if len(words) < _ENOUGH_WORDS:
        return _meaningless(text) > 4 * _MOST_MEANINGLESS * marks
    letters = sum(map(len, words))
    return (
        common_share(words) < _SPELLS_NOTHING
        or _meaningless(text) > _MOST_MEANINGLESS * marks
        or letters < _LEAST_LETTERS * marks
    )
