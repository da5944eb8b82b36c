"""Running heads, feet and page numbers: known by standing at the same height of several pages, digits aside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

# Heads and feet stand within this share of the page from its edge, and wander by no more than this between pages.
BAND = 0.12
_WANDER = 0.015
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlcdm]{1,8}\Z", re.IGNORECASE)
_LONGEST_HEAD = 220


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeLine:
    """A line near the top or foot of a page: its place in the page's list of lines, and its height (0 is the top)."""

    place: int
    text: str
    height: float


def furniture_places(pages: Sequence[Sequence[EdgeLine]]) -> list[set[int]]:
    """Return for each page the places of the lines that are furniture."""
    seen: dict[str, list[tuple[int, EdgeLine]]] = defaultdict(list)
    for index, lines in enumerate(pages):
        for line in lines:
            if mask := masked(line.text):
                seen[mask].append((index, line))
    found: list[set[int]] = [set() for _ in pages]
    for group in seen.values():
        for index, line in group:
            if _repeats(index, line, group):
                found[index].add(line.place)
    return found


def _repeats(index: int, line: EdgeLine, group: list[tuple[int, EdgeLine]]) -> bool:
    """Tell whether another page has the line at the same height."""
    return any(other != index and abs(line.height - twin.height) <= _WANDER for other, twin in group)


def masked(text: str) -> str:
    """Return what is the same on every page: the text without spaces and case, each number as #."""
    text = " ".join(text.split()).lower()
    if not text or len(text) > _LONGEST_HEAD:
        return ""
    if _ROMAN.match(text):
        return "#"
    return _DIGITS.sub("#", text)
