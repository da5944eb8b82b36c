"""What a word of a text looks like: a run of letters and digits, with the signs that some alphabets write vowels by.

To the index most such signs are part of their word; to Python's expressions none is, and a word would end at each.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from search.analysis_forms import CHUNK, JOINT
from search.engines.tantivy_analysis import ANALYSERS, LATIN

# The codes among which such signs are looked for.
_ALPHABETS = range(0x300, 0x20000)
_FIRST_PLANE = 0xFFFF


@dataclass(frozen=True, slots=True)
class Shape:
    """The expressions for a word, and for several joined by hyphens."""

    word: re.Pattern[str]
    chunk: re.Pattern[str]


PLAIN = Shape(re.compile(r"[^\W_]+"), CHUNK)


def shape_of(text: str) -> Shape:
    """Return what words of the text look like; those without such signs are read in a third of the time."""
    try:
        text.encode(LATIN)
    except UnicodeEncodeError:
        sign, signed = _signed()
        return signed if sign.search(text) else PLAIN
    return PLAIN


@cache
def _signed() -> tuple[re.Pattern[str], Shape]:
    """Return the expression for a sign, and the shape of words that have any."""
    marks = [code for code in _ALPHABETS if unicodedata.category(chr(code)).startswith("M")]
    signs = _ranges(marks)
    word = rf"(?:[^\W_]|[{signs}])+"
    # Any letter beyond the first plane is taken for a sign: its rows would be looked through for each letter of a text.
    sign = _ranges([code for code in marks if code <= _FIRST_PLANE]) + "\U00010000-\U0010ffff"
    return re.compile(f"[{sign}]"), Shape(re.compile(word), re.compile(rf"{word}(?:{JOINT}{word})*"))


def _ranges(marks: list[int]) -> str:
    """Return those of the marks that are part of a word to the index, as ranges of an expression."""
    said = ANALYSERS["xx"].analyze(" ".join(f"a{chr(code)}" for code in marks))
    kept = [code for code, word in zip(marks, said, strict=True) if word != "a"]
    rows = (list(row) for _, row in groupby(enumerate(kept), key=lambda each: each[1] - each[0]))
    return "".join(f"{chr(row[0][1])}-{chr(row[-1][1])}" for row in rows)
