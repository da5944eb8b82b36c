"""What the labeller looks at for each word: one function, used in training and in reading alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, pairwise, repeat

from ingest.description.labelling.tokens import Token
from ingest.description.wording import listed

_YEAR = re.compile(r"(?:19|20)\d\d")
_PLACES = frozenset(
    listed(
        "university department institute school college laboratory hospital center centre universität faculty "
        "université universidad institut laboratoire universitet högskola"
    )
)


@lru_cache(maxsize=8192)
def shape(word: str) -> str:
    """Return the shape of a word: D4 for four digits, A1 or AU for capitals, Ic, lc, mx; P and the sign itself."""
    if word.isdigit():
        return f"D{min(len(word), 5)}"
    if word.isupper():
        return "A1" if len(word) == 1 else "AU"
    if word[:1].isupper():
        return "Ic"
    if word.islower():
        return "lc"
    return "P" + word if len(word) == 1 else "mx"


def _line_numbers(tokens: list[Token]) -> list[int]:
    numbers = []
    number = -1
    for token in tokens:
        number += token.line == "S"
        numbers.append(max(number, 0))
    return numbers


def _share(part: int, whole: int, steps: int) -> int:
    return int(steps * part / max(1, whole))


def _line_features(line: list[Token]) -> list[str]:
    """Return what is said of a line as a whole, for each of its words."""
    words = [token.word for token in line]
    lower = [word.lower() for word in words]
    features = [
        f"L0={lower[0]}",
        f"Ln={min(len(words) // 3, 8)}",
        f"Ld={_share(sum(w.isdigit() for w in words), len(words), 4)}",
        f"LC={_share(sum(w[:1].isupper() and len(w) > 1 for w in words), sum(w.isalpha() for w in words), 4)}",
        f"Lc={_share(sum(w in ',;' for w in words), len(words), 8)}",
        "Lg" if 2 * sum(t.largest for t in line) > len(line) else "Lng",
        "Lb" if 2 * sum(t.bold for t in line) > len(line) else "Lnb",
    ]
    if "@" in words:
        features.append("L@")
    if not _PLACES.isdisjoint(lower):
        features.append("Laff")
    return features


def _look(token: Token) -> tuple[str, ...]:
    return (
        "k" + token.block,
        "l" + token.line,
        "f" + token.font,
        "z" + token.size,
        "B1" if token.bold else "B0",
        "I1" if token.italic else "I0",
        "G1" if token.largest else "G0",
        "S1" if token.smallest else "S0",
    )


@lru_cache(maxsize=8192)
def _spelling(word: str) -> tuple[str, ...]:
    return ("b", f"w={word}", f"p2={word[:2]}", f"p3={word[:3]}", f"s2={word[-2:]}", f"s3={word[-3:]}")


@lru_cache(maxsize=8192)
def _beside(step: int, word: str, shape_: str) -> tuple[str, str]:
    return f"{step}w={word}", f"{step}s={shape_}"


def beside(step: int, columns: Iterable[tuple[str, ...]], count: int) -> list[tuple[str, ...]]:
    """Return for each of `count` words what the one so many steps beside it has, in `columns`."""
    edge = [(f"{step}E",)] * min(abs(step), count)
    return [*islice(columns, step, None), *edge] if step > 0 else [*edge, *islice(columns, count - len(edge))]


def _around(words: list[str], shapes: list[str]) -> list[tuple[str, ...]]:
    """Return for each word what stands around it."""
    if not words:
        return []
    count = len(words)
    columns = [beside(step, map(_beside, repeat(step), words, shapes), count) for step in (-2, -1, 1, 2)]
    pairs = [*((f"ww={one}_{other}",) for one, other in pairwise(words)), ()]
    looks = [(), *((f"ss={one}{other}",) for one, other in pairwise(shapes))]
    return [(*a, *b, *c, *d, *ww, *ss) for a, b, c, d, ww, ss in zip(*columns, pairs, looks, strict=True)]


def features(tokens: list[Token]) -> list[list[str]]:
    """Return for each token the names of the features that hold."""
    numbers = _line_numbers(tokens)
    lines: dict[int, list[Token]] = defaultdict(list)
    for token, number in zip(tokens, numbers, strict=True):
        lines[number].append(token)
    of_line = {number: _line_features(line) for number, line in lines.items()}
    above = {number + 1: ["<" + f for f in found] for number, found in of_line.items()}
    below = {number - 1: [">" + f for f in found] for number, found in of_line.items()}
    words = [token.word.lower() for token in tokens]
    shapes = [shape(token.word) for token in tokens]
    around = _around(words, shapes)
    rows = []
    block, abstract_seen, largest_seen = 0, False, False
    for index, token in enumerate(tokens):
        word, line = words[index], numbers[index]
        block += token.block == "S"
        abstract_seen = abstract_seen or word in {"abstract", "summary", "résumé", "resumen", "sammanfattning"}
        largest_seen = largest_seen or token.largest
        row = [*_spelling(word), f"s={shapes[index]}"]
        row += (f"bi={min(block, 12)}", f"li={min(line, 20)}")
        row += (f"a{abstract_seen:d}", f"g{largest_seen:d}")
        row += _look(token)
        if _YEAR.fullmatch(word):
            row.append("year")
        row += around[index]
        row += of_line[line]
        row += above.get(line, ())
        row += below.get(line, ())
        rows.append(row)
    return rows
