"""Where the words of a query stand in a text, and the stretch of it to show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from search.analysis import language_of
from search.analysis_forms import CHUNK, COMPOUNDING, MIN_COMPOUND, MIN_HEAD, is_head, is_modifier
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The words, parts of compounds and phrases of a query in one language, each with its number."""

    words: dict[str, int]
    parts: list[tuple[int, str, str]]
    phrases: list[tuple[str, ...]]


class Marker:
    """Finds the words of one query in texts of any language; remembers what it decided of each word."""

    def __init__(self, expression: Expression, field: str = "") -> None:
        """`field` is that of the texts: what was asked of another field is not marked."""
        asked = [leaf for leaf in leaves(expression) if leaf.field in ("", field)]
        self.words: list[tuple[int, str]] = []
        self.inexact: list[tuple[int, Prefix | Fuzzy]] = []
        self.phrases: list[tuple[int, str, int]] = []
        for number, leaf in enumerate(asked):
            self._sort_in(number, leaf)
        self.known: dict[tuple[str, str], int] = {}
        self.tables: dict[str, _Table] = {}

    def _sort_in(self, number: int, leaf: Word | Phrase | Prefix | Fuzzy) -> None:
        match leaf:
            case Phrase(words, slop):
                self.phrases.append((number, " ".join(words), slop))
            case Word(text) if len(found := tokens("xx", text)) > 1:
                self.phrases.append((number, text, 0))
                self.words.append((number, "".join(found)))
            case Word(text):
                self.words.append((number, text))
            case _:
                self.inexact.append((number, leaf))

    def __bool__(self) -> bool:
        return bool(self.words or self.inexact or self.phrases)

    def marks(self, text: str, language: str) -> list[Mark]:
        """Return the marks of a text in `language` (BCP 47), in order and apart from each other."""
        language = language_of(language, _KNOWN)
        found = list(self._singles(text, language)) if self.words or self.inexact else []
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
        table = self._table(language)
        leaf = table.words.get(stem(language, word), -1)
        if leaf < 0 and (self.inexact or table.parts):
            leaf = self._inexact(word, language, table)
        self.known[word, language] = leaf
        return leaf

    def _inexact(self, word: str, language: str, table: _Table) -> int:
        folded = stem("xx", word)
        for number, leaf in self.inexact:
            if _answers(leaf, folded):
                return number
        if len(folded) < MIN_COMPOUND:
            return -1
        base = stem(language, word)
        for number, asked, root in table.parts:
            if is_modifier(asked, folded) or is_modifier(root, folded):
                return number
            if len(asked) >= MIN_HEAD and is_head(root, base):
                return number
        return -1

    def _table(self, language: str) -> _Table:
        """Return what the query asks for in a language: worked out once, as every word of a text is looked up."""
        if language not in self.tables:
            words = {term: number for number, text in reversed(self.words) for term in variants(language, text)}
            asked = self.words if language in COMPOUNDING else []
            self.tables[language] = _Table(
                words=words,
                parts=[(number, stem("xx", text), stem(language, text)) for number, text in asked],
                phrases=[tuple(tokens(language, text)) for _, text, _ in self.phrases],
            )
        return self.tables[language]

    def _sequences(self, text: str, language: str) -> Iterator[Mark]:
        places = [(m.start(), m.end(), stem(language, m[0])) for m in _WORD.finditer(text)]
        stems = [place[2] for place in places]
        for (number, _, slop), terms in zip(self.phrases, self._table(language).phrases, strict=True):
            spans = list(_spans(stems, terms, slop))
            for first, last in spans:
                yield Mark(places[first][0], places[last][1], number)
            if not spans:
                yield from (Mark(start, end, number) for start, end, term in places if term in terms)


def _answers(leaf: Prefix | Fuzzy, folded: str) -> bool:
    terms = tokens("xx", leaf.text)
    if isinstance(leaf, Prefix):
        return bool(terms) and folded.startswith(terms[-1])
    term = "".join(terms)
    distance = leaf.distance if len(term) > 4 else 1
    return OSA.distance(folded, term, score_cutoff=distance) <= distance


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
