"""How alike two texts are, from a few numbers kept of each: nearly the same paper is known without comparing pages."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from catalogue.slugs import folded

# Sequences of five words: two papers on one subject share few of them, two editions of one paper most.
_WORDS = 5
# The error of the estimate is about 1 / sqrt(128) = 9 %.
_KEPT = 128
# A text shorter than this is a cover: it would be like every other cover.
_LEAST = 60


def fingerprint(texts: Iterable[str]) -> list[int]:
    """Return the smallest hashes of the text's word sequences, in order; empty where there is too little text."""
    words = [word for text in texts for word in folded(text).split()]
    if len(words) < _LEAST:
        return []
    sequences = (" ".join(words[n : n + _WORDS]) for n in range(len(words) - _WORDS + 1))
    return sorted({zlib.crc32(sequence.encode()) for sequence in sequences})[:_KEPT]


def likeness(one: list[int], other: list[int]) -> float:
    """Return the share of word sequences that two texts have in common, estimated, from 0 to 1."""
    if not one or not other:
        return 0.0
    size = min(_KEPT, len(one), len(other)) if min(len(one), len(other)) < _KEPT else _KEPT
    smallest = sorted({*one, *other})[:size]
    both = set(one) & set(other)
    return sum(number in both for number in smallest) / len(smallest)
