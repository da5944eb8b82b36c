"""Which words of a title keep their capitals whatever a bibliography style does to its case."""

from __future__ import annotations

import re

Span = tuple[int, int]

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[:?!.]\s+)\W*$")


def keeps_case(text: str) -> bool:
    """Say whether the text has letters with a case to keep."""
    return text.lower() != text.upper()


def _has_inner_capital(word: str) -> bool:
    return word[1:] != word[1:].lower()


def protected_words(title: str, language: str) -> tuple[Span, ...]:
    """Return where the words stand that a style must not set in lower case.

    Words with a capital inside (`DNA`, `McDonald`) always; every capitalised word but the first of a sentence
    where the title is not in English, or is in English but plainly in sentence case: then they are names.
    """
    if title == title.lower():
        return ()
    words = [(match.start(), match.end()) for match in _WORD.finditer(title)]
    capitals_stay = _capitals_are_names(title, words, language)
    return tuple(
        (start, end)
        for start, end in words
        if _has_inner_capital(title[start:end])
        or (capitals_stay and title[start] != title[start].lower() and not _begins_sentence(title, start))
    )


def _begins_sentence(title: str, start: int) -> bool:
    return _SENTENCE_START.search(title[max(0, start - 8) : start] if start else "") is not None and (
        start < 8 or _SENTENCE_START.search(title[:start]) is not None
    )


def _capitals_are_names(title: str, words: list[Span], language: str) -> bool:
    if language and not language.lower().startswith("en"):
        return True
    long_words = [title[start:end] for start, end in words[1:] if end - start >= 4]
    lowered = sum(word[0] == word[0].lower() for word in long_words)
    return len(long_words) >= 2 and lowered * 2 > len(long_words)
