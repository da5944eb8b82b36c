"""Lines of a page with place and look, from the characters that PDFium reports."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.extraction.characters import Floats, handle_of, letters_of, loose_sides, plain_call
from ingest.extraction.frame import Frame
from ingest.extraction.mending import PDFIUM_HYPHEN, RAISED, SOFT_HYPHEN, mended
from ingest.extraction.values import Line

# A gap this many letter heights wide is a tab in the text; a wider one parts two lines that stand side by side.
TAB_GAP = 0.9
COLUMN_GAP = 4.0
# So is one of over half a height where the other words of the line stand much closer: TeX sets names side by side so.
_UNUSUAL_GAP, _UNUSUAL_TIMES = 0.5, 2.4
_WORD_GAP = 0.12
# A mark is raised when it is this much smaller and higher than its line.
_RAISED_SIZE, _RAISED_BY = 0.82, 0.12
_SAME_SIZE = 0.05
_BOLD = re.compile(r"bold|black|heavy|-bd|cmbx|demi|medi(?!ev)|semibold", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|cmti|cmsl|-it\b|slanted", re.IGNORECASE)
_NO_BREAK_SPACE = 0xA0
# By UTF-16 unit. Of the letters that need two units papers have those of mathematics alone.
_LETTERED = np.fromiter((0xD800 <= unit < 0xDC00 or chr(unit).isalnum() for unit in range(0x10000)), np.bool_, 0x10000)
_HYPHENS = (PDFIUM_HYPHEN, "\u0002")
_FONT_NAME_BYTES = 128
_BUFFER = ctypes.create_string_buffer(_FONT_NAME_BYTES)
_BOLD_WEIGHT = 600
_font_weight = plain_call(raw.FPDFText_GetFontWeight, ctypes.c_int)
_char_angle = plain_call(raw.FPDFText_GetCharAngle, ctypes.c_float)
_font_info = plain_call(
    raw.FPDFText_GetFontInfo,
    ctypes.c_ulong,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_ulong,
    ctypes.c_void_p,
)


@dataclass(frozen=True, slots=True)
class _Visible:
    """The visible characters of a page in the order in which they are painted: letters, indexes, sides of boxes.

    Of whole pages numpy compares all characters in the time that Python takes for those of two lines.
    """

    # All letters of the page, one for each of PDFium's indexes.
    letters: Sequence[str]
    indexes: npt.NDArray[np.intp]
    lefts: Floats
    bottoms: Floats
    rights: Floats
    tops: Floats
    heights: Floats
    # How far each character but the first stands from the one before.
    gaps: Floats
    # Which are letters or digits.
    lettered: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Run:
    """Visible characters painted one after the other, from `start` to before `end`, with the bounds of their boxes."""

    start: int
    end: int
    shortest: float
    tallest: float
    lowest: float
    highest: float
    left: float
    right: float
    top: float
    widest_gap: float


def page_lines(textpage: pdfium.PdfTextPage, frame: Frame, text: str) -> tuple[Line, ...]:
    """Return the lines of the page's `text` in the order in which they are painted."""
    units = np.frombuffer(text.encode("utf-16-le"), np.uint16)
    second_half = (units >= 0xDC00) & (units < 0xE000)
    indexes = np.flatnonzero((units > ord(" ")) & (units != _NO_BREAK_SPACE) & ~second_half)
    if not indexes.size:
        return ()
    painted = np.cumsum((units == ord("\r")) | (units == ord("\n")))[indexes]
    handle = handle_of(textpage)
    # What a broken page says of its boxes may be no number.
    with np.errstate(all="ignore"):
        page = _visible(textpage, letters_of(text), indexes, _LETTERED[units[indexes]])
        lines = [_line(handle, page, run, frame) for run in _runs(page, painted)]
    # Of pieces of brackets nothing is left.
    return tuple(line for line in lines if line.text)


def _visible(
    textpage: pdfium.PdfTextPage,
    letters: Sequence[str],
    indexes: npt.NDArray[np.intp],
    lettered: npt.NDArray[np.bool_],
) -> _Visible:
    lefts, bottoms, rights, tops = loose_sides(textpage, indexes.tolist())
    return _Visible(
        letters=letters,
        indexes=indexes,
        lefts=lefts,
        bottoms=bottoms,
        rights=rights,
        tops=tops,
        heights=tops - bottoms,
        gaps=np.append(0.0, lefts[1:] - rights[:-1]),
        lettered=lettered,
    )


def _runs(page: _Visible, painted: npt.NDArray[np.intp]) -> Iterator[_Run]:
    """Yield the lines that PDFium parts (`painted` numbers them), parted again at jumps."""
    begins = np.append(True, (np.diff(painted) != 0) | _jumps(page))
    starts = np.flatnonzero(begins)
    # A gap before a line is none in it.
    gaps = np.where(begins, -np.inf, page.gaps)
    columns = (
        starts,
        np.append(starts[1:], len(begins)),
        np.minimum.reduceat(page.heights, starts),
        np.maximum.reduceat(page.heights, starts),
        np.minimum.reduceat(page.bottoms, starts),
        np.maximum.reduceat(page.bottoms, starts),
        np.minimum.reduceat(page.lefts, starts),
        np.maximum.reduceat(page.rights, starts),
        np.maximum.reduceat(page.tops, starts),
        np.maximum.reduceat(gaps, starts),
    )
    return map(_Run, *(column.tolist() for column in columns))


def _jumps(page: _Visible) -> npt.NDArray[np.bool_]:
    """Return for each character but the first whether the baseline jumps before it, or a wide gap stands there."""
    size = np.maximum(page.heights[1:], page.heights[:-1])
    back = page.lefts[:-1] - page.lefts[1:]
    down = np.abs(np.diff(page.bottoms))
    # Text that runs up or down the page moves its baseline with every letter, by little more than a letter.
    turned = (np.abs(back) < 0.3 * size) & (down < 3 * size)
    return np.where(down > 0.9 * size, ~turned, (back > 3 * size) | (page.gaps[1:] > COLUMN_GAP * size))


def _median(numbers: Floats) -> float:
    return float(np.sort(numbers)[len(numbers) // 2])


def _line(handle: Any, page: _Visible, run: _Run, frame: Frame) -> Line:
    even = run.tallest - run.shortest < _SAME_SIZE
    size = float(page.heights[run.start]) if even else _usual_height(page, run)
    middle = int(page.indexes[(run.start + run.end) // 2])
    font = _font_name(handle, middle)
    bold, italic = _look(font)
    first, last = int(page.indexes[run.start]), int(page.indexes[run.end - 1])
    letters = page.letters[first : last + 1]
    text = _text(letters, page, run, size)
    plain = _without_raised(letters, page, run, size) if run.shortest < _RAISED_SIZE * size else letters
    return Line(
        text=text,
        plain=text if plain is letters else _text(plain, page, run, size),
        box=frame.box(run.left, run.lowest, run.right, run.top),
        size=round(abs(size), 1),
        bold=bold or _font_weight(handle, middle) >= _BOLD_WEIGHT,
        italic=italic,
        rotated=abs(_char_angle(handle, first)) > 0.1,
        font=font,
    )


def _usual_height(page: _Visible, run: _Run) -> float:
    """Return the usual height of the run's letters and digits."""
    heights = page.heights[run.start : run.end]
    lettered = heights[page.lettered[run.start : run.end]]
    return _median(lettered if lettered.size else heights)


def _font_name(handle: Any, index: int) -> str:
    length = _font_info(handle, index, _BUFFER, _FONT_NAME_BYTES, None)
    if not 1 < length <= _FONT_NAME_BYTES:
        return ""
    name = _BUFFER.raw[: length - 1].decode("utf-8", "replace")
    # A subset's name begins with six letters of its own.
    return name[7:] if name[6:7] == "+" else name


@lru_cache(maxsize=256)
def _look(font: str) -> tuple[bool, bool]:
    """Return whether a font's name says that it is bold, and italic."""
    return bool(_BOLD.search(font)), bool(_ITALIC.search(font))


def _without_raised(letters: Sequence[str], page: _Visible, run: _Run, size: float) -> Sequence[str]:
    """Return the letters of the run, with U+0001 for each that is small and stands high; the same where none does."""
    bottoms = page.bottoms[run.start : run.end]
    least = _median(bottoms) + _RAISED_BY * size
    if run.highest <= least:
        return letters
    raised = (page.heights[run.start : run.end] < _RAISED_SIZE * size) & (bottoms > least)
    marked = list(letters)
    for place in (page.indexes[run.start : run.end][raised] - page.indexes[run.start]).tolist():
        marked[place] = RAISED
    return marked


def _tab_gap(gaps: Floats, size: float) -> float:
    """Return how wide a gap must be to be a tab, in a line whose words stand as far apart as they do."""
    between = np.sort(gaps[gaps > _WORD_GAP * size])
    usual = float(between[(len(between) - 1) // 2])
    return min(TAB_GAP * size, max(_UNUSUAL_GAP * size, _UNUSUAL_TIMES * usual))


def _text(letters: Sequence[str], page: _Visible, run: _Run, size: float) -> str:
    """Return the letters of the run as text, with a tab for each gap that is no gap between words."""
    pieces: list[str] = []
    start = 0
    if run.widest_gap > _UNUSUAL_GAP * size:
        gaps = page.gaps[run.start + 1 : run.end]
        places = page.indexes[run.start : run.end] - page.indexes[run.start]
        for gap in np.flatnonzero(gaps > _tab_gap(gaps, size)).tolist():
            pieces += ("".join(letters[start : places[gap] + 1]), "\t")
            start = places[gap + 1]
    pieces.append("".join(letters[start:]))
    text = "".join(pieces)
    for hyphen in _HYPHENS:
        text = text.replace(hyphen, SOFT_HYPHEN)
    return mended(text).strip()
