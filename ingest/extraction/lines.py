"""Lines of a page with place and look, from the characters that PDFium reports."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import sub

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.extraction.characters import Sides, letters_of, loose_sides, plain_call, whole
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
_PAINTED = re.compile(r"[^\r\n]+")
_BLANKS = frozenset(map(chr, range(33))) | {"", "\u00a0"}
_HYPHENS = (PDFIUM_HYPHEN, "\u0002")
_FONT_NAME_BYTES = 128
_BUFFER = ctypes.create_string_buffer(_FONT_NAME_BYTES)
_BOLD_WEIGHT = 600
_font_weight = plain_call(raw.FPDFText_GetFontWeight, ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_char_angle = plain_call(raw.FPDFText_GetCharAngle, ctypes.c_float, ctypes.c_void_p, ctypes.c_int)
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
class _Run:
    """Visible characters painted one after the other: their indexes and the sides of their boxes."""

    indexes: list[int]
    lefts: list[float]
    bottoms: list[float]
    rights: list[float]
    tops: list[float]
    heights: list[float]
    # How far each character but the first stands from the one before.
    gaps: list[float]

    @classmethod
    def of(cls, indexes: list[int], sides: Sides, start: int, end: int) -> _Run:
        lefts, bottoms, rights, tops = (side[start:end] for side in sides)
        heights, gaps = list(map(sub, tops, bottoms)), list(map(sub, lefts[1:], rights))
        return cls(indexes[start:end], lefts, bottoms, rights, tops, heights, gaps)

    def part(self, start: int, end: int) -> _Run:
        return _Run.of(self.indexes, (self.lefts, self.bottoms, self.rights, self.tops), start, end)


def page_lines(textpage: pdfium.PdfTextPage, frame: Frame, text: str) -> tuple[Line, ...]:
    """Return the lines of the page's `text` in the order in which they are painted."""
    letters = letters_of(text)
    visible = [index for index, letter in enumerate(letters) if letter not in _BLANKS]
    sides = loose_sides(textpage, visible)
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
    lines: list[Line] = []
    first = 0
    for end in _painted_ends(letters):
        last = bisect_left(visible, end, first)
        if last > first:
            run = _Run.of(visible, sides, first, last)
            lines += (_line(handle, letters, part, frame) for part in _parted(run))
        first = last
    # Of pieces of brackets nothing is left.
    return tuple(line for line in lines if line.text)


def _painted_ends(letters: Sequence[str]) -> Iterator[int]:
    """Yield where the lines that PDFium parts end."""
    return (match.end() for match in _PAINTED.finditer(whole(letters)))


def _parted(run: _Run) -> Iterator[_Run]:
    """Yield the parts of a painted line between jumps of the baseline and wide gaps; nearly always the whole."""
    smallest = min(run.heights)
    widest, farthest = COLUMN_GAP * smallest, -3 * smallest
    level = max(run.bottoms) - min(run.bottoms) <= 0.9 * smallest
    steps = list(map(sub, run.lefts[1:], run.lefts))
    if level and max(run.gaps, default=0) <= widest and min(steps, default=0) >= farthest:
        yield run
        return
    start = 0
    # A jump is one by this much at least; only where there is one are the letters themselves compared.
    drops = map(abs, map(sub, run.bottoms[1:], run.bottoms))
    for place, (gap, step, drop) in enumerate(zip(run.gaps, steps, drops, strict=True), start=1):
        if (gap > widest or step < farthest or drop > 0.9 * smallest) and _jumps(run, place):
            yield run.part(start, place)
            start = place
    yield run.part(start, len(run.indexes))


def _jumps(run: _Run, place: int) -> bool:
    size = max(run.heights[place], run.heights[place - 1])
    back = run.lefts[place - 1] - run.lefts[place]
    down = abs(run.bottoms[place] - run.bottoms[place - 1])
    if down > 0.9 * size:
        # Text that runs up or down the page moves its baseline with every letter, by little more than a letter.
        return not (abs(back) < 0.3 * size and down < 3 * size)
    return back > 3 * size or run.lefts[place] - run.rights[place - 1] > COLUMN_GAP * size


def _median(numbers: list[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]


def _line(handle: int | None, letters: Sequence[str], run: _Run, frame: Frame) -> Line:
    shortest, tallest = min(run.heights), max(run.heights)
    size = run.heights[0] if tallest - shortest < _SAME_SIZE else _usual_height(letters, run)
    levels = sorted(run.bottoms)
    lowest, base, highest = levels[0], levels[len(levels) // 2], levels[-1]
    middle = run.indexes[len(run.indexes) // 2]
    font = _font_name(handle, middle)
    bold, italic = _look(font)
    text = _text(letters, run, size)
    has_raised = shortest < _RAISED_SIZE * size and highest > base + _RAISED_BY * size
    return Line(
        text=text,
        plain=_text(_without_raised(letters, run, size, base), run, size) if has_raised else text,
        box=frame.box(min(run.lefts), lowest, max(run.rights), max(run.tops)),
        size=round(abs(size), 1),
        bold=bold or _font_weight(handle, middle) >= _BOLD_WEIGHT,
        italic=italic,
        rotated=abs(_char_angle(handle, run.indexes[0])) > 0.1,
        font=font,
    )


def _usual_height(letters: Sequence[str], run: _Run) -> float:
    """Return the usual height of the run's letters and digits."""
    lettered = [height for height, index in zip(run.heights, run.indexes, strict=True) if letters[index].isalnum()]
    return _median(lettered or run.heights)


def _font_name(handle: int | None, index: int) -> str:
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


def _without_raised(letters: Sequence[str], run: _Run, size: float, base: float) -> list[str]:
    """Return the letters up to the end of the run, with U+0001 for each that is small and stands high."""
    marked = list(letters[: run.indexes[-1] + 1])
    for index, bottom, height in zip(run.indexes, run.bottoms, run.heights, strict=True):
        if height < _RAISED_SIZE * size and bottom > base + _RAISED_BY * size:
            marked[index] = RAISED
    return marked


def _tab_gap(gaps: Sequence[float], size: float) -> float:
    """Return how wide a gap must be to be a tab, in a line whose words stand as far apart as they do."""
    between = sorted(gap for gap in gaps if gap > _WORD_GAP * size)
    usual = between[(len(between) - 1) // 2]
    return min(TAB_GAP * size, max(_UNUSUAL_GAP * size, _UNUSUAL_TIMES * usual))


def _text(letters: Sequence[str], run: _Run, size: float) -> str:
    """Return the text of the run, with a tab for each gap that is no gap between words."""
    pieces: list[str] = []
    start = run.indexes[0]
    gaps = run.gaps
    if gaps and max(gaps) > _UNUSUAL_GAP * size:
        least = _tab_gap(gaps, size)
        for place, gap in enumerate(gaps):
            if gap > least:
                pieces += ("".join(letters[start : run.indexes[place] + 1]), "\t")
                start = run.indexes[place + 1]
    pieces.append("".join(letters[start : run.indexes[-1] + 1]))
    text = "".join(pieces)
    for hyphen in _HYPHENS:
        text = text.replace(hyphen, SOFT_HYPHEN)
    return mended(text).strip()
