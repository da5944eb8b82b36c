"""Where the words of a query stand in a text, and the stretch of it to show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from search.analysis import language_of
from search.analysis_forms import CHUNK, COMPOUNDING, MIN_HEAD, is_head, is_modifier
from search.engines.planning import leaves
from search.engines.tantivy_analysis import LANGUAGES, stem, tokens, variants
from search.query import Expression, Fuzzy, Phrase, Prefix, Word
from search.results import Excerpt, Fragment

EXCERPT_CHARACTERS = 260
_KNOWN = frozenset(LANGUAGES)
_LEAD = 60
_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that matched; `leaf` tells which part of the query."""

    start: int
    end: int
    leaf: int


class Marker:
    """Finds the words of one query in texts of any language; remembers what it decided of each word."""

    def __init__(self, expression: Expression, field: str = "") -> None:
        """`field` is that of the texts: what was asked of another field is not marked."""
        asked = [leaf for leaf in leaves(expression) if leaf.field in ("", field)]
        self.single: list[tuple[int, Word | Prefix | Fuzzy]] = []
        self.phrases: list[tuple[int, str, int]] = []
        for number, leaf in enumerate(asked):
            if isinstance(leaf, Phrase):
                self.phrases.append((number, " ".join(leaf.words), leaf.slop))
            elif isinstance(leaf, Word) and len(tokens("xx", leaf.text)) > 1:
                self.phrases.append((number, leaf.text, 0))
                self.single.append((number, Word("".join(tokens("xx", leaf.text)))))
            else:
                self.single.append((number, leaf))
        self.known: dict[tuple[str, str], int] = {}
        self.asked: dict[str, list[tuple[str, ...]]] = {}

    def __bool__(self) -> bool:
        return bool(self.single or self.phrases)

    def marks(self, text: str, language: str) -> list[Mark]:
        """Return the marks of a text in `language` (BCP 47), in order and apart from each other."""
        language = language_of(language, _KNOWN)
        found = list(self._singles(text, language)) if self.single else []
        if self.phrases:
            found.extend(self._sequences(text, language))
        found.sort(key=lambda mark: (mark.start, -mark.end))
        apart: list[Mark] = []
        for mark in found:
            if not apart or mark.start >= apart[-1].end:
                apart.append(mark)
        return apart

    def _singles(self, text: str, language: str) -> Iterator[Mark]:
        for chunk in CHUNK.finditer(text):
            word = chunk[0]
            if word.isalnum():
                if (leaf := self._leaf_of(word, language)) >= 0:
                    yield Mark(chunk.start(), chunk.end(), leaf)
                continue
            if (leaf := self._leaf_of("".join(_WORD.findall(word)), language)) >= 0:
                yield Mark(chunk.start(), chunk.end(), leaf)
                continue
            for part in _WORD.finditer(word):
                if (leaf := self._leaf_of(part[0], language)) >= 0:
                    yield Mark(chunk.start() + part.start(), chunk.start() + part.end(), leaf)

    def _leaf_of(self, word: str, language: str) -> int:
        """Return the number of the first part of the query that a word answers, -1 for none."""
        if (known := self.known.get((word, language))) is not None:
            return known
        leaf = next((number for number, leaf in self.single if _answers(leaf, word, language)), -1)
        self.known[word, language] = leaf
        return leaf

    def _sequences(self, text: str, language: str) -> Iterator[Mark]:
        places = [(m.start(), m.end(), stem(language, m[0])) for m in _WORD.finditer(text)]
        stems = [place[2] for place in places]
        for (number, _, slop), terms in zip(self.phrases, self._terms(language), strict=True):
            spans = list(_spans(stems, terms, slop))
            for first, last in spans:
                yield Mark(places[first][0], places[last][1], number)
            if not spans:
                yield from (Mark(start, end, number) for start, end, term in places if term in terms)

    def _terms(self, language: str) -> list[tuple[str, ...]]:
        if language not in self.asked:
            self.asked[language] = [tuple(tokens(language, text)) for _, text, _ in self.phrases]
        return self.asked[language]


def _answers(leaf: Word | Prefix | Fuzzy, word: str, language: str) -> bool:
    folded = stem("xx", word)
    match leaf:
        case Prefix(text):
            return bool(start := next(reversed(tokens("xx", text)), "")) and folded.startswith(start)
        case Fuzzy(text, distance):
            term = "".join(tokens("xx", text))
            distance = distance if len(term) > 4 else 1
            return OSA.distance(folded, term, score_cutoff=distance) <= distance
    asked, base = stem("xx", leaf.text), stem(language, leaf.text)
    if stem(language, word) in variants(language, leaf.text):
        return True
    if language not in COMPOUNDING:
        return False
    head = len(asked) >= MIN_HEAD and is_head(base, stem(language, word))
    return head or any(is_modifier(part, folded) for part in (asked, base))


def _spans(stems: Sequence[str], terms: Sequence[str], slop: int) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of each place where the terms stand together."""
    size = len(terms)
    if not size:
        return
    wanted = set(terms)
    for at, found in enumerate(stems):
        if found not in wanted:
            continue
        if found == terms[0] and all(at + i < len(stems) and stems[at + i] == terms[i] for i in range(size)):
            yield at, at + size - 1
        elif slop:
            window = stems[at : at + size + slop]
            if wanted <= set(window):
                yield at, at + max(window.index(term) for term in wanted)


def excerpt(text: str, marks: Sequence[Mark], length: int = EXCERPT_CHARACTERS) -> Excerpt:
    """Return the stretch of about `length` characters that holds most of the query, with its marks."""
    start, end = _stretch(text, marks, length)
    return fragments(text, [m for m in marks if m.start >= start and m.end <= end], start, end)


def fragments(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> Excerpt:
    """Return a stretch of text in its pieces, spaces and line ends made single."""
    pieces: list[tuple[str, bool]] = []
    at = start
    for mark in marks:
        pieces += [(text[at : mark.start], False), (text[mark.start : mark.end], True)]
        at = mark.end
    pieces.append((text[at:end], False))
    spaced = [(_SPACE.sub(" ", piece), matched) for piece, matched in pieces]
    return tuple(Fragment(piece, matched) for piece, matched in spaced if piece)


def _stretch(text: str, marks: Sequence[Mark], length: int) -> tuple[int, int]:
    if not marks:
        return 0, _word_end(text, length)
    best, most = 0, (0, 0)
    for first, mark in enumerate(marks):
        inside = [m for m in marks[first : first + 40] if m.end <= mark.start + length - _LEAD]
        worth = (len({m.leaf for m in inside}), len(inside))
        if worth > most:
            best, most = mark.start, worth
    start = max(0, best - _LEAD)
    if start:
        start = next((m.end() for m in _SPACE.finditer(text, start, best)), best)
    end = max(start + length, next(m.end for m in marks if m.start >= best))
    return start, _word_end(text, end)


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = _SPACE.search(text, end, end + 40)
    return space.start() if space else end
