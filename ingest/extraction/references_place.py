"""Which pages may hold the reference list, told cheaply from their text."""

from __future__ import annotations

import re

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


def reference_pages(texts: list[str]) -> set[int]:
    """Return the numbers (from 0) of the pages from the last heading of a reference list on.

    Without a heading: the pages of the last quarter that name many years.
    """
    count = len(texts)
    for number in range(count - 1, max(-1, count // 3 - 2), -1):
        if _HEADING.search(texts[number]):
            return set(range(number, min(count, number + MOST_PAGES)))
    last_quarter = range(count - max(1, count // 4), count)
    return {number for number in last_quarter if len(_YEAR.findall(texts[number])) >= 8}
