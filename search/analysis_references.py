"""Where the list of references of a paper begins, from the text of its pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADING = re.compile(
    r"^[ \t]*(?:\d+\.?[ \t]+|[IVX]+\.[ \t]+)?(?:list of )?"
    r"(?:references(?: cited)?|bibliography|works cited|literature(?: cited)?|reference|sources and references"
    r"|referenser|referenslista|referensförteckning|litteratur(?:förteckning|lista)?"
    r"|källor|källförteckning|käll- och litteraturförteckning"
    r"|références(?: bibliographiques)?|bibliographie|literatur(?:verzeichnis)?|quellen"
    r"|referencias(?: bibliográficas)?|bibliografía|referências(?: bibliográficas)?|bibliografia"
    r"|lähteet|lähdeluettelo|література|список літератури|литература|литература и источники|kaynakça|kaynaklar)"
    r"[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# A heading has a line of its own, most often a short one: a look at those costs a hundredth of the expression.
_LONGEST_HEADING = 80
# One of these stands in every heading.
_HINTS = (
    "referen", "référen", "referên", "bibliogr", "works cited", "sources and", "literat", "litterat", "käll", "quellen",
    "lähteet", "lähdeluettelo", "література", "список літератури", "литература", "kaynak",
)  # fmt: skip
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
# A list of references names a year every line or two; running text does far less often.
_CHARACTERS_PER_YEAR = 400
_LOOK_AHEAD = 3000


def _may_have_heading(page: str) -> bool:
    short = "\n".join([line for line in page.split("\n") if len(line) <= _LONGEST_HEADING]).lower()
    return any(hint in short for hint in _HINTS)


def references_start(pages: Sequence[str]) -> tuple[int, int] | None:
    """Return (index of page, offset in its text) at which the references begin; None without a list.

    The last fitting heading in the later two thirds counts, if years stand as close behind it as in
    a list.
    """
    for index in range(len(pages) - 1, len(pages) // 3 - 1, -1):
        if not _may_have_heading(pages[index]):
            continue
        for match in reversed(list(_HEADING.finditer(pages[index]))):
            behind = pages[index][match.end() :] + "\n" + (pages[index + 1] if index + 1 < len(pages) else "")
            behind = behind[:_LOOK_AHEAD]
            if len(_YEAR.findall(behind)) >= max(3, len(behind) // _CHARACTERS_PER_YEAR):
                return index, match.start()
    return None
