"""The words of one reference and what the citation labeller looks at for each: the same in training and reading."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import repeat

from ingest.description.labelling.features import beside, shape

TOKENS = re.compile(r"\w+|[^\w\s]")
_YEAR = re.compile(r"(?:1[89]|20)\d\d[a-z]?")
# Of words farther away only the shape counts.
_NEAR = 3
_QUOTES = frozenset('"“”„«»')


# A list repeats its words: names, months, journals.
@lru_cache(maxsize=8192)
def _spelling(word: str) -> tuple[str, ...]:
    return (f"w={word}", f"p3={word[:3]}", f"s3={word[-3:]}", f"s2={word[-2:]}")


@lru_cache(maxsize=16384)
def _beside(step: int, shape_: str, word: str) -> tuple[str, ...]:
    return (f"{step}s={shape_}", f"{step}w={word}") if word else (f"{step}s={shape_}",)


def features(words: list[str]) -> list[list[str]]:
    """Return for each word the names of the features that hold."""
    count = len(words)
    lower = [word.lower() for word in words]
    shapes = [shape(word) for word in words]
    columns = [
        beside(step, map(_beside, repeat(step), shapes, lower if abs(step) < _NEAR else repeat("")), count)
        for step in (-3, -2, -1, 1, 2, 3)
    ]
    rows = []
    quotes = 0
    for index, word in enumerate(lower):
        quotes += word in _QUOTES
        row = [*_spelling(word), f"s={shapes[index]}", f"at={10 * index // count}", f"q{min(quotes, 3)}"]
        if _YEAR.fullmatch(word):
            row.append("year")
        for column in columns:
            row += column[index]
        if 0 < index < count - 1:
            row.append(f"sss={shapes[index - 1]}{shapes[index]}{shapes[index + 1]}")
        if index + 1 < count:
            row.append(f"ww={word}_{lower[index + 1]}")
        rows.append(row)
    return rows
