"""Where the words of a query stand in a text, and the stretch of it to show."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from rapidfuzz.distance import OSA

from search.analysis import language_of
from search.analysis_forms import (
    COMPOUNDING,
    MIN_COMPOUND,
    MIN_HEAD,
    SHORT_CHUNK,
    as_one,
    grouped,
    is_head,
    is_modifier,
)
from search.engines.candidates import PREFIX_STEMMERS, beginning, lowered, word_starts
from search.engines.planning import leaves, letters_apart
from search.engines.tantivy_analysis import LANGUAGES, ends, starts, stem, stemmer, tokens, undotted, variants
from search.engines.word_shapes import PLAIN, Shape, shape_of
from search.query import Expression, Fuzzy, Phrase, Prefix, Word
from search.results import Excerpt, Fragment

EXCERPT_CHARACTERS = 260
_KNOWN = frozenset(LANGUAGES)
_LEAD = 60
_LONGEST_ABBREVIATION = 5
_GROUP = 3
_SPACE = re.compile(r"\s+")
_PAGE = 3000
# The dots that lead to a number in a table of contents.
_LEADERS = re.compile(r"[.\u2026\u00b7](?:\s?[.\u2026\u00b7]){3,}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that matched; `leaf` tells which part of the query."""

    start: int
    end: int
    leaf: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The words, beginnings and ends of compounds, phrases of a query in one language, each with its number."""

    words: dict[str, int]
    modifiers: list[tuple[int, str]]
    heads: list[tuple[int, str]]
    phrases: list[tuple[str, ...]]
    beginnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Inexact:
    """A beginning, or a word that may be misspelt (`distance` letters), as words are compared with it."""

    term: str
    distance: int = 0

    def answers(self, folded: str) -> bool:
        if not self.distance:
            return bool(self.term) and folded.startswith(self.term)
        return OSA.distance(folded, self.term, score_cutoff=self.distance) <= self.distance


def _inexact(leaf: Prefix | Fuzzy) -> _Inexact:
    found = tokens("xx", leaf.text)
    if isinstance(leaf, Prefix):
        return _Inexact(found[-1] if found else "")
    term = "".join(found)
    return _Inexact(term, letters_apart(term, leaf.distance))


class Marker:
    """Finds the words of one query in texts of any language; remembers what it decided of each word."""

    def __init__(self, expression: Expression, field: str = "") -> None:
        """`field` is that of the texts: what was asked of another field is not marked."""
        asked = [leaf for leaf in leaves(expression) if leaf.field in ("", field)]
        self.words: list[tuple[int, str]] = []
        self.inexact: list[tuple[int, _Inexact]] = []
        self.phrases: list[tuple[int, str, int]] = []
        self.numbers: list[tuple[int, re.Pattern[str]]] = []
        for number, leaf in enumerate(asked):
            self._sort_in(number, leaf)
        self.known: dict[str, dict[str, tuple[tuple[int, int, int], ...]]] = {}
        self.tables: dict[str, _Table] = {}

    def _sort_in(self, number: int, leaf: Word | Phrase | Prefix | Fuzzy) -> None:
        match leaf:
            case Phrase(words, slop):
                self.phrases.append((number, " ".join(words), slop))
            case Word(text) if len(found := tokens("xx", text)) > 1:
                self.phrases.append((number, text, 0))
                self.words.append((number, as_one(found)))
            case Word(text):
                self.words.append((number, text))
                if text.isdecimal() and len(text) > _GROUP:
                    self.numbers.append((number, grouped(text)))
            case _:
                self.inexact.append((number, _inexact(leaf)))

    def __bool__(self) -> bool:
        return bool(self.words or self.inexact or self.phrases)

    def marks(self, text: str, language: str, *, thorough: bool = True) -> list[Mark]:
        """Return the marks of a text in `language` (BCP 47), in order and apart from each other.

        `thorough` reads every word where the quick way finds none, as of a text that is known to match.
        """
        language, text = language_of(language, _KNOWN), undotted(text)
        low = lowered(text)
        shape = shape_of(text)
        quick = bool(low) and shape is PLAIN and self._is_quick(language)
        found = self._quick(text, low, language) if quick else []
        parted = [Mark(*match.span(), number) for number, form in self.numbers for match in form.finditer(text)]
        if not quick or (thorough and not found and not parted):
            found = list(self._singles(text, language, shape)) if self.words or self.inexact else []
            if self.phrases:
                found.extend(self._sequences(text, language, shape))
        found += parted
        found.sort(key=lambda mark: (mark.start, -mark.end))
        apart: list[Mark] = []
        for mark in found:
            if not apart or mark.start >= apart[-1].end:
                apart.append(mark)
        return apart if text.isascii() else [_with_signs(text, mark) for mark in apart]

    def _is_quick(self, language: str) -> bool:
        """Tell whether every part of the query stands where words begin as it does."""
        return (
            language not in PREFIX_STEMMERS
            and not any(inexact.distance for _, inexact in self.inexact)
            and not any(slop for _, _, slop in self.phrases)
        )

    def _quick(self, text: str, low: str, language: str) -> list[Mark]:
        """Return the marks at words that begin as the query's do."""
        table = self._table(language)
        known = self.known.setdefault(language, {})
        found: list[Mark] = []
        for start in word_starts(low, table.beginnings, inside=bool(table.modifiers)):
            # Of a row without end each start has the rest: a page of 20 kB took ten seconds.
            chunk = SHORT_CHUNK.match(text, start)
            if chunk is None:
                continue
            spans = known.get(chunk[0])
            if spans is None:
                spans = known[chunk[0]] = tuple(self._spans_of(chunk[0], language, table))
            found += [Mark(start + first, start + last, leaf) for first, last, leaf in spans]
        for (number, _, _), terms in zip(self.phrases, table.phrases, strict=True):
            found += _phrase_marks(text, low, number, terms, stemmer(language))
        return found

    def _singles(self, text: str, language: str, shape: Shape) -> Iterator[Mark]:
        # The loop that a search spends most of its time in: 20 pages of 400 words.
        table = self._table(language)
        known = self.known.setdefault(language, {})
        words, stem_of, exact_only = table.words, stemmer(language), not (self.inexact or table.modifiers)
        for chunk in shape.chunk.finditer(text):
            word = chunk[0]
            spans = known.get(word)
            if spans is None:
                if exact_only and stem_of(word) not in words and word.isalnum():
                    spans = ()
                else:
                    spans = tuple(self._spans_of(word, language, table))
                known[word] = spans
            for first, last, leaf in spans:
                yield Mark(chunk.start() + first, chunk.start() + last, leaf)

    def _spans_of(self, chunk: str, language: str, table: _Table) -> Iterator[tuple[int, int, int]]:
        """Yield (start, end, part of the query) of what matches in a word or in several joined by hyphens."""
        word = shape_of(chunk).word
        if (leaf := self._leaf_of(as_one(word.findall(chunk)), language, table)) >= 0:
            yield 0, len(chunk), leaf
        elif not chunk.isalnum():
            for part in word.finditer(chunk):
                if (leaf := self._leaf_of(part[0], language, table)) >= 0:
                    yield part.start(), part.end(), leaf

    def _leaf_of(self, word: str, language: str, table: _Table) -> int:
        """Return the number of the first part of the query that a word answers, -1 for none."""
        leaf = table.words.get(stem(language, word), -1)
        return self._inexact(word, language, table) if leaf < 0 and (self.inexact or table.modifiers) else leaf

    def _inexact(self, word: str, language: str, table: _Table) -> int:
        folded = stem("xx", word)
        for number, inexact in self.inexact:
            if inexact.answers(folded):
                return number
        base = stem(language, word)
        if len(base) < MIN_COMPOUND:
            return -1
        begun = (number for number, part in table.modifiers if is_modifier(part, base))
        ended = (number for number, part in table.heads if is_head(part, base))
        return min(chain(begun, ended), default=-1)

    def _table(self, language: str) -> _Table:
        """Return what the query asks for in a language: worked out once, as every word of a text is looked up."""
        if language not in self.tables:
            words = {term: number for number, text in reversed(self.words) for term in variants(language, text) if term}
            asked = self.words if language in COMPOUNDING else []
            self.tables[language] = _Table(
                words=words,
                modifiers=[(number, start) for number, text in asked for start in starts(language, text)],
                heads=[
                    (number, end)
                    for number, text in asked
                    if len(stem("xx", text)) >= MIN_HEAD
                    for end in ends(language, text)
                ],
                phrases=[tuple(tokens(language, text)) for _, text, _ in self.phrases],
                beginnings=self._beginnings(words),
            )
        return self.tables[language]

    def _beginnings(self, words: Iterable[str]) -> tuple[str, ...]:
        starts = [beginning(term) for term in words]
        # A compound begins so, and the word itself where its stem does not (dying, of which it is die).
        starts += [beginning(term) for _, text in self.words if (term := stem("xx", text))]
        # An abbreviation may be written with dots.
        starts += [".".join(term) for term in words if len(term) < _LONGEST_ABBREVIATION]
        starts += [inexact.term for _, inexact in self.inexact if inexact.term]
        return tuple(dict.fromkeys(starts))

    def _sequences(self, text: str, language: str, shape: Shape) -> Iterator[Mark]:
        stem_of = stemmer(language)
        places = [(m.start(), m.end(), stem_of(m[0])) for m in shape.word.finditer(text)]
        stems = [place[2] for place in places]
        for (number, _, slop), terms in zip(self.phrases, self._table(language).phrases, strict=True):
            spans = list(_spans(stems, terms, slop))
            for first, last in spans:
                yield Mark(places[first][0], places[last][1], number)
            if not spans:
                yield from (Mark(start, end, number) for start, end, term in places if term in terms)


def _with_signs(text: str, mark: Mark) -> Mark:
    """Return the mark with the signs on its last letter: where the index ends a word, a reader does not (Tamil)."""
    end = mark.end
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return mark if end == mark.end else replace(mark, end=end)


def _phrase_marks(
    text: str, low: str, number: int, terms: Sequence[str], stem_of: Callable[[str], str]
) -> Iterator[Mark]:
    """Yield the places of a phrase; where there is none, those of its words."""
    whole = False
    for start in word_starts(low, [beginning(terms[0])] if terms else [], inside=False):
        words = list(islice(PLAIN.word.finditer(text, start), len(terms)))
        if [stem_of(word[0]) for word in words] == list(terms):
            whole = True
            yield Mark(start, words[-1].end(), number)
    if whole:
        return
    for start in word_starts(low, map(beginning, terms), inside=False):
        word = PLAIN.word.match(text, start)
        if word and stem_of(word[0]) in terms:
            yield Mark(start, word.end(), number)


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
    end = _without_leaders(text, start, end, length)
    return fragments(text, [m for m in marks if m.start >= start and m.end <= end], start, end)


def fragments(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> Excerpt:
    """Return a stretch of text in its pieces, spaces and line ends made single, dots that lead to a number too."""
    pieces: list[tuple[str, bool]] = []
    at = start
    for mark in marks:
        pieces += [(text[at : mark.start], False), (text[mark.start : mark.end], True)]
        at = mark.end
    pieces.append((text[at:end], False))
    return tuple(Fragment(_evenly_spaced(piece), matched) for piece, matched in pieces if piece)


def _evenly_spaced(text: str) -> str:
    if "..." in text or ". ." in text or "\u00b7" in text or "\u2026" in text:
        text = _LEADERS.sub("\u2026", text)
    # A fifth of the time of a regular expression; the dots keep the spaces at both ends.
    return " ".join(f".{text}.".split())[1:-1]


def _stretch(text: str, marks: Sequence[Mark], length: int) -> tuple[int, int]:
    if not marks:
        return 0, _word_end(text, length)
    best = _densest(marks, length - _LEAD)
    start = max(0, best - _LEAD)
    if start:
        start = next((m.end() for m in _SPACE.finditer(text, start, best)), best)
    end = max(start + length, next(m.end for m in marks if m.start >= best))
    return start, _word_end(text, end)


def _without_leaders(text: str, start: int, end: int, length: int) -> int:
    """Return the end of a stretch that is `length` long where dots that lead to a number are one, a page at most."""
    limit = min(len(text), start + _PAGE)
    while end < limit:
        dots = sum(match.end() - match.start() - 1 for match in _LEADERS.finditer(text, start, end))
        missing = length - (end - start - dots)
        if missing <= 0:
            break
        end = _word_end(text, end + missing)
    return end


def _densest(marks: Sequence[Mark], length: int) -> int:
    """Return where the stretch begins that has most parts of the query, then most marks."""
    best, most = marks[0].start, (0, 0)
    inside: Counter[int] = Counter()
    last = 0
    for first, mark in enumerate(marks):
        while last < len(marks) and marks[last].end <= mark.start + length:
            inside[marks[last].leaf] += 1
            last += 1
        if last <= first:
            last = first + 1
            continue
        worth = (len(inside), last - first)
        if worth > most:
            best, most = mark.start, worth
        inside[mark.leaf] -= 1
        if not inside[mark.leaf]:
            del inside[mark.leaf]
    return best


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = _SPACE.search(text, end, end + 40)
    return space.start() if space else end
