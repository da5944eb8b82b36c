"""What was worked out of each word, kept: texts are made of the same words again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

MOST = 200_000
# Longer ones, of scripts that put no space between words or of somebody who means harm, hardly come again.
LONGEST = 80
Value = TypeVar("Value")


class Remembered(dict[str, Value]):
    """Values by word, worked out when a word is first met. Looking one up takes half the time of lru_cache.

    Of `most` values half are new; the older half goes when these are many, but for what was asked for again: words
    of every text are worked out once, however many rare ones there are.
    """

    def __init__(self, work: Callable[[str], Value], most: int = MOST) -> None:
        super().__init__()
        self.work = work
        self.most = most
        self.older: dict[str, Value] = {}

    def __missing__(self, word: str) -> Value:
        value = self.older[word] if word in self.older else self.work(word)
        if len(word) <= LONGEST:
            if len(self) >= self.most // 2:
                self.older = dict(self)
                self.clear()
            self[word] = value
        return value
