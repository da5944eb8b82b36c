"""A reference list cut into its entries: by numbers, labels, hanging indents, gaps, or by how entries begin."""

from __future__ import annotations

import math
import re
import statistics
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from ingest.description.references.bounding import AUTHOR_START, YEAR, ListLine, begins_entry
from ingest.description.references.links import glued
from ingest.extraction.values import Box

_NUMBERED = re.compile(r"^\s*(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})\.(?=\s)|(\d{1,3})(?=\s+[^\W\d_]))")
_LABELLED = re.compile(r"^\s*\[(?:[A-Za-zÀ-ÿ+*&.]{1,12}\s?\d{2}[a-z]?|[^\]\d]{3,40},?\s?(?:\d{4}[a-z]?)?)\]")
_ENTRY_END = re.compile(r"(?:[.\])»”]|\d|/|[a-z]/?[\w\-]*\.\w{2,4})\s*$|doi\S*$|https?:\S*$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[•▪▸◦‣·–—*\-]\s+(?=\S)")
_LEAST, _MOST = 18, 1600
# Lines that begin within so many points of each other stand in one column.
_COLUMN_WIDTH = 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The text of one reference, and where it begins."""

    text: str
    page: int
    box: Box


def _numbered(lines: list[ListLine]) -> list[int]:
    """Return the lines that begin with 1, 2, 3 ... in this order; a number in brackets may be missed."""
    starts: list[int] = []
    wanted = 1
    for place, line in enumerate(lines):
        match = _NUMBERED.match(line.text)
        if match is None:
            continue
        number = int(next(group for group in match.groups() if group))
        if number == wanted or (match[1] and wanted < number <= wanted + 2):
            starts.append(place)
            wanted = number + 1
    return starts if len(starts) >= 3 and starts[0] <= 2 else []


def _labelled(lines: list[ListLine]) -> list[int]:
    starts = [place for place, line in enumerate(lines) if _LABELLED.match(line.text)]
    return starts if len(starts) >= 3 and starts[0] <= 2 else []


def _columns(lines: list[ListLine]) -> list[float]:
    """Return for each line the left edge of its column: of the lines of its page that stand over it."""
    by_page: dict[int, list[float]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line.left)
    lefts = {page: sorted(found) for page, found in by_page.items()}
    return [lefts[line.page][bisect_right(lefts[line.page], line.left - _COLUMN_WIDTH)] for line in lines]


def _hanging(lines: list[ListLine]) -> list[int]:
    """Return the lines at the left edge of their column, where the others are set in."""
    edges = _columns(lines)
    insets = [line.left - edge for line, edge in zip(lines, edges, strict=True)]
    inset = [step for step in insets if step > 4]
    if len(inset) < 0.2 * len(lines):
        return []
    starts = [place for place, step in enumerate(insets) if step <= 3]
    begun = sum(bool(AUTHOR_START.match(lines[place].text)) for place in starts)
    return starts if starts and begun >= 0.45 * len(starts) else []


def _first_line_indented(lines: list[ListLine]) -> list[int]:
    """Return the lines that are set in, where the others stand at the edge (paragraph style)."""
    edges = _columns(lines)
    starts = [p for p, (line, edge) in enumerate(zip(lines, edges, strict=True)) if 5 < line.left - edge < 60]
    begun = sum(bool(AUTHOR_START.match(lines[place].text)) for place in starts)
    if len(starts) < 3 or begun < 0.75 * len(starts) or len(starts) > 0.6 * len(lines):
        return []
    return starts if starts[0] == 0 else [0, *starts]


def _gap(lines: list[ListLine], place: int) -> float | None:
    """Return the space above a line, or None at the top of a page or column."""
    before, line = lines[place - 1], lines[place]
    gap = line.box[1] - before.box[3]
    return gap if before.page == line.page and -0.8 * line.size < gap < 60 else None


def _spaced(lines: list[ListLine]) -> list[int]:
    """Return the lines with more space above them than the lines of one entry have."""
    gaps = {place: gap for place in range(1, len(lines)) if (gap := _gap(lines, place)) is not None}
    if len(gaps) < 3:
        return []
    usual = statistics.quantiles(gaps.values(), n=4)[0]
    wide = [place for place, gap in gaps.items() if gap > usual + 0.18 * lines[place].size]
    begun = sum(bool(AUTHOR_START.match(lines[place].text)) for place in wide)
    if len(wide) < 0.12 * len(lines) or begun < 0.5 * len(wide):
        return []
    tops = [
        place
        for place in range(1, len(lines))
        if place not in gaps and AUTHOR_START.match(lines[place].text) and _ENTRY_END.search(lines[place - 1].text)
    ]
    return sorted({0, *wide, *tops})


def _bulleted(lines: list[ListLine]) -> list[int]:
    """Return the lines that begin with a bullet."""
    starts = [place for place, line in enumerate(lines) if _BULLET.match(line.text)]
    return starts if len(starts) >= 3 and starts[0] <= 2 else []


def _by_wording(lines: list[ListLine]) -> list[int]:
    """Return the lines that begin as an entry does after a line that may end one."""
    rights: dict[int, float] = defaultdict(float)
    for line in lines:
        rights[line.page] = max(rights[line.page], line.box[2])
    starts = [0] if lines else []
    for place in range(1, len(lines)):
        before = lines[place - 1]
        short = before.box[2] < 0.86 * rights[before.page]
        ended = _ENTRY_END.search(before.text) and (short or before.text.rstrip().endswith("."))
        if ended and begins_entry(lines, place):
            starts.append(place)
    return starts


# Marks are sure where they fit; then layout, from the surest cue on, where its entries look like entries.
_SOUND = 0.6
_MARKED: tuple[Callable[[list[ListLine]], list[int]], ...] = (_numbered, _labelled, _bulleted)
_LAID_OUT: tuple[Callable[[list[ListLine]], list[int]], ...] = (_hanging, _spaced, _first_line_indented, _by_wording)


def entry_starts(lines: list[ListLine]) -> list[int]:
    """Return the places of the lines with which entries begin."""
    for way in _MARKED:
        if starts := way(lines):
            return starts
    best: list[int] = []
    most = -math.inf
    for way in _LAID_OUT:
        starts = way(lines)
        soundness = _soundness(lines, starts)
        if soundness >= _SOUND:
            return starts
        if soundness > most:
            best, most = starts, soundness
    return best


def _soundness(lines: list[ListLine], starts: list[int]) -> float:
    """Return the share of entries that begin as entries do, have a year, and hold no beginning of another."""
    if not starts:
        return 0.0
    sound = 0.0
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        dated = any(YEAR.search(line.text) for line in lines[start:end])
        sound += 0.5 * dated + 0.5 * bool(AUTHOR_START.match(lines[start].text))
        sound -= sum(_hidden(lines, place) for place in range(start + 1, end))
    return sound / len(starts)


def _hidden(lines: list[ListLine], place: int) -> bool:
    """Tell whether an entry seems to begin at a line within another one."""
    line, before = lines[place].text, lines[place - 1].text.rstrip()
    return bool(AUTHOR_START.match(line) and YEAR.search(line) and before.endswith(".") and YEAR.search(before))


def segment(lines: list[ListLine]) -> list[Entry]:
    """Return the entries of a reference list."""
    starts = entry_starts(lines)
    if not starts:
        return []
    entries = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        own = lines[start:end]
        text = _BULLET.sub("", glued([line.text for line in own]))
        if _LEAST < len(text) < _MOST:
            here = [line.box for line in own if line.page == own[0].page]
            box = (min(b[0] for b in here), min(b[1] for b in here), max(b[2] for b in here), max(b[3] for b in here))
            entries.append(Entry(text=text, page=own[0].page, box=box))
    return entries
