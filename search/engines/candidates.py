"""Where in a text a word may stand, by how it begins: ten times faster than reading every word of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

# Stemmers that take beginnings away, so that a word need not begin as its stem does.
PREFIX_STEMMERS = frozenset({"ar", "ta"})
_SHORTEST = 3
# What a stemmer may have changed at the end of a stem (policy -> polici).
_CHANGED = 2
# Letters beyond ASCII, not its quotation marks and dashes.
_MARKED = re.compile("[\u00c0-\u1fff\u2c00-\uffff]+")


class _Bare(dict[int, int]):
    """Each letter without its marks, one for one."""

    def __missing__(self, code: int) -> int:
        base = unicodedata.normalize("NFKD", chr(code))[0]
        self[code] = ord(base) if base.isalnum() else code
        return self[code]


_BARE = _Bare()


def lowered(text: str) -> str:
    """Return the text in lower case without marks, letter for letter; "" where its length would change."""
    low = text.lower()
    if len(low) != len(text):
        return ""
    return low if low.isascii() else _MARKED.sub(_bare, low)


def _bare(match: re.Match[str]) -> str:
    return match[0].translate(_BARE)


def beginning(term: str) -> str:
    """Return what every word of a stem begins with."""
    return term[: max(_SHORTEST, len(term) - _CHANGED)]


def word_starts(low: str, beginnings: Iterable[str], *, inside: bool) -> Iterator[int]:
    """Yield where words begin that begin so, or (`inside`) have it anywhere."""
    found: set[int] = set()
    for start in beginnings:
        at = low.find(start)
        while at >= 0:
            first = at
            while inside and first > 0 and low[first - 1].isalnum():
                first -= 1
            if first == 0 or not low[first - 1].isalnum():
                found.add(first)
            at = low.find(start, at + 1)
    yield from sorted(found)
