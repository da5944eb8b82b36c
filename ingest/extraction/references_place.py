"""Which pages may hold the reference list, told cheaply from their text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADING = re.compile(
    r"^\s*(?:[\divxIVX]{1,4}[.)]?\s+)?(?:references?|bibliograph(?:y|ies)|works cited|literature(?: cited)?|sources|"
    r"r[ée]f[ée]rences(?: bibliographiques)?|bibliographie|referenser|referenslista|litteratur(?:förteckning|lista)?|"
    r"käll(?:or|förteckning)|bibliograf[ií]a|referencias(?: bibliogr[áa]ficas)?|refer[êe]ncias(?: bibliogr[áa]ficas)?|"
    r"bibliografia|literatura|literaturverzeichnis|literatur|литература|референце|библиография|список литературы|"
    r"reference)\s*:?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MOST_PAGES = 40
_MANY_YEARS = 8


def reference_pages(texts: Sequence[str]) -> set[int]:
    """Return the numbers (from 0) of the pages from the last heading of a reference list on.

    Without a heading: the pages of the last quarter that name many years.
    """
    count = len(texts)
    for number in range(count - 1, _earliest(count) - 1, -1):
        if has_heading(texts[number]):
            return set(range(number, min(count, number + MOST_PAGES)))
    return {number for number in range(_last_quarter(count), count) if names_many_years(texts[number])}


class ReferenceWatch:
    """Tells page by page whether it may belong to the reference list, before the pages after it are known."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._heading = -MOST_PAGES

    def wants(self, number: int, text: str) -> bool:
        """Return whether the page (from 0) may be among `reference_pages` of all texts."""
        if number >= _earliest(self._count) and has_heading(text):
            self._heading = number
        if number < self._heading + MOST_PAGES:
            return True
        return number >= _last_quarter(self._count) and names_many_years(text)


def has_heading(text: str) -> bool:
    return bool(_HEADING.search(text))


def names_many_years(text: str) -> bool:
    return len(_YEAR.findall(text)) >= _MANY_YEARS


def _earliest(count: int) -> int:
    return max(0, count // 3 - 1)


def _last_quarter(count: int) -> int:
    return count - max(1, count // 4)
