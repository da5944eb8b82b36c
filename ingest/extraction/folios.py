"""Printed page numbers: read from heads and feet where they count up with the pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

# A number alone, with dashes, "Page 3 of 9", "3 (12)", or at either end of a running head.
_ALONE = re.compile(
    r"^\W*(?:page|p\.|pg\.?|sida|sid\.?|s\.|seite|side|página|pagina|стр\.?|страна)?\s*(\d{1,5})"
    r"\s*(?:\W*|(?:of|av|von|sur|de|/)\s*\d{1,5}|\(\s*\d{1,5}\s*\))\W*$",
    re.IGNORECASE,
)
_AT_AN_END = re.compile(r"^(\d{1,5})\s+\D|\D\s+(?:\|\s*)?(\d{1,5})$")
_ROMAN_ALONE = re.compile(r"^\W*([ivxlc]{1,8})\W*$", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_STEPS = (
    (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# So many pages must agree on how far printed numbers and sheets are apart.
_LEAST_VOTES = 3
_LEAST_DENSITY = 0.4
# A first page or two often hides its number.
_BEYOND = 2


def printed_labels(edges: Sequence[Iterable[str]]) -> list[str]:
    """Return each page's printed number ("" where there is none) from the texts at its top and foot."""
    labels = [""] * len(edges)
    roman = _votes(edges, _roman_numbers)
    arabic = _votes(edges, _arabic_numbers)
    for votes, written in ((arabic, str), (roman, _roman)):
        for distance in sorted(votes, key=lambda d: -len(votes[d])):
            _label_run(labels, votes[distance], distance, written)
    return labels


def _votes(edges: Sequence[Iterable[str]], numbers_in: Callable[[str], Iterable[int]]) -> dict[int, list[int]]:
    """Return the pages (from 0) that have a number at each distance from their own."""
    votes: dict[int, list[int]] = defaultdict(list)
    for index, texts in enumerate(edges):
        for distance in {number - index for text in texts for number in numbers_in(text)}:
            votes[distance].append(index)
    return votes


def _label_run(labels: list[str], voters: list[int], distance: int, written: Callable[[int], str]) -> None:
    first, last = voters[0], voters[-1]
    least = min(_LEAST_VOTES, max(2, len(labels)))
    if len(voters) < least or len(voters) < _LEAST_DENSITY * (last - first + 1):
        return
    for index in range(max(0, first - _BEYOND), min(len(labels), last + _BEYOND + 1)):
        inside = first <= index <= last
        if not labels[index] and index + distance >= 1 and (inside or written is str):
            labels[index] = written(index + distance)


def _arabic_numbers(text: str) -> Iterable[int]:
    text = text.strip()
    if match := _ALONE.match(text):
        yield int(match[1])
    elif len(text) < 150:
        for match in _AT_AN_END.finditer(text):
            yield int(match[1] or match[2])


def _roman_numbers(text: str) -> Iterable[int]:
    if match := _ROMAN_ALONE.match(text.strip()):
        digits = [_ROMAN_VALUES[letter] for letter in match[1].lower()]
        number = sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))
        if _roman(number) == match[1].lower():
            yield number


def _roman(number: int) -> str:
    """Return the number (1 to 399) in small Roman letters."""
    out = ""
    for value, letters in _ROMAN_STEPS:
        out += letters * (number // value)
        number %= value
    return out
