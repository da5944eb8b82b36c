"""Where a reference list begins that has no heading, and where one ends that runs into tables or an appendix."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.description.wording import fold
from ingest.extraction.values import Box

YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b")
# What stands in nearly every line or two of an entry, and seldom in a table or an appendix.
_CITES = re.compile(
    r"\b(?:1[5-9]|20)\d\d[a-z]?\b(?!\.\d)|\d\s?[–-]\s?\d+\b(?!\.\d)|\bdoi\b|https?:|\bwww\.|\barXiv|\bpp?\.\s|\beds?\b"
    r"|\bPress\b|\bUniversity\b|\bJournal\b|\bProceedings\b|\bförlag|\bISBN",
    re.IGNORECASE,
)
# An entry of a long title or many authors has a few lines without any of it.
_MOST_WITHOUT = 9
_LABEL = re.compile(r"^\s*(?:\[(\d{1,3})\]|\((\d{1,3})\)\s|(\d{1,3})\.\s)")
AUTHOR_START = re.compile(
    r"^\s*(?:(?:van|von|de|der|den|del|di|da|la|le"
    r"|af)\s+){0,2}[A-ZÅÄÖÉÁØÆŠŽČĆА-Я][\w'’\-]+(?:\s[A-ZÅÄÖÉ][\w'’\-]+){0,2}"
    r"(?:,\s+(?:[A-ZÅÄÖÉ]\.|[A-ZÅÄÖÉ][\w\-]+)|\s+(?:[A-Z]{1,3}\b|&|and\b|och\b|et\b)|\.\s|\s\()"
    r"|^\s*[A-Z]\.\s?(?:-?[A-Z]\.\s?)*[A-ZÅÄÖ][\w\-]+|^\s*[A-ZÅÄÖ][\w&.,\s\-]{2,60}\(\d{4}"
)
_LEAST_ENTRIES = 5
_FIRST_LABEL = 3
# Entries begin at most so many lines apart.
_APART = 12
# Letters that stay when folded, behind those that begin names.
_BEHIND_Z = str.maketrans({"å": "zza", "ä": "zzb", "æ": "zzb", "ö": "zzc", "ø": "zzc"})
_IN_ORDER = 0.75
_SMALL = 0.88


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """A line of the reference list, on its page and in its column (the left edge of its text area)."""

    text: str
    page: int
    box: Box
    size: float

    @property
    def left(self) -> float:
        return self.box[0]


def without_notes(lines: list[ListLine]) -> list[ListLine]:
    """Return the lines without footnotes: those in small letters at the foot of a page."""
    if not lines:
        return lines
    usual = statistics.median(line.size for line in lines)
    kept: list[ListLine] = []
    foot = True
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        foot = foot or line.page != lines[place + 1].page
        foot = foot and line.size < _SMALL * usual
        if not foot:
            kept.append(line)
    return kept[::-1]


def without_tail(lines: list[ListLine]) -> list[ListLine]:
    """Return the lines up to where nothing cites any more."""
    last = -1
    for place, line in enumerate(lines):
        if _CITES.search(line.text):
            last = place
        elif place - last > _MOST_WITHOUT:
            return lines[: _entry_end(lines, last)]
    return lines


def _entry_end(lines: list[ListLine], last: int) -> int:
    """Return where the entry ends that goes on after the last line that cites."""
    for place in range(last, min(last + 4, len(lines))):
        if lines[place].text.rstrip().endswith("."):
            return place + 1
    return last + 1


def unheaded(lines: list[ListLine]) -> list[ListLine]:
    """Return the lines from the beginning of a list that has no heading; nothing where there is no list."""
    start = _first_label(lines)
    if start is None:
        start = _first_in_order(lines)
    return [] if start is None else lines[start:]


def _first_label(lines: list[ListLine]) -> int | None:
    """Return the last line labelled 1 (or soon after) that is followed by the next numbers and by what cites."""
    labels = [(place, number) for place, line in enumerate(lines) if (number := label_of(line.text)) is not None]
    # The labels before the first may stand on a page whose lines were not kept.
    for least in range(1, _FIRST_LABEL + 1):
        for index in range(len(labels) - 1, -1, -1):
            first, number = labels[index]
            if number != least:
                continue
            run = [first, *_following(labels[index + 1 :], first, number + 1)]
            if len(run) >= _LEAST_ENTRIES and _dated(lines, run):
                return first
    return None


def _following(labels: list[tuple[int, int]], first: int, wanted: int) -> Iterator[int]:
    """Yield the places of the labels that count on from a first one."""
    before = first
    for place, number in labels:
        if place - before > _APART:
            return
        if number == wanted:
            yield place
            wanted, before = wanted + 1, place


def _first_in_order(lines: list[ListLine]) -> int | None:
    """Return the first line of the last run of entries by author and year in the order of the alphabet."""
    starts = [place for place in range(len(lines)) if begins_entry(lines, place)]
    runs: list[list[int]] = []
    for start in starts:
        if runs and start - runs[-1][-1] <= _APART:
            runs[-1].append(start)
        else:
            runs.append([start])
    for run in reversed(runs):
        if len(run) >= _LEAST_ENTRIES and _dated(lines, run) and _in_order([lines[place].text for place in run]):
            return run[0]
    return None


def begins_entry(lines: list[ListLine], place: int) -> bool:
    """Tell whether a line begins as an entry does and a year comes with it or soon after."""
    return bool(AUTHOR_START.match(lines[place].text)) and any(
        YEAR.search(line.text) for line in lines[place : place + 3]
    )


def _dated(lines: list[ListLine], run: list[int]) -> bool:
    """Tell whether most of the entries that begin at the places have something that cites."""
    cited = sum(any(_CITES.search(line.text) for line in lines[place : place + 4]) for place in run)
    return cited >= 0.7 * len(run)


def _in_order(texts: list[str]) -> bool:
    """Tell whether texts stand in the order of the alphabet, with å, ä and ö as a and o or behind z."""
    folded = [fold(text) for text in texts]
    nordic = [fold(text.lower().translate(_BEHIND_Z)) for text in texts]
    pairs = [[(one[:3], other[:3]) for one, other in pairwise(keys)] for keys in (folded, nordic)]
    return any(sum(one <= other for one, other in each) >= _IN_ORDER * len(each) for each in pairs)


def label_of(text: str) -> int | None:
    """Return the number with which an entry is labelled."""
    match = _LABEL.match(text)
    return int(match[1] or match[2] or match[3]) if match else None
