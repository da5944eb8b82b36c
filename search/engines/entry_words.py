"""A stretch of text as the words that are indexed of it: stems in their order, spellings, further forms.

What stands between two spaces is analysed once and remembered: texts are made of the same words again and again, and
each page is indexed twice, for its paper and for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from operator import attrgetter, itemgetter
from string import punctuation
from typing import Self

from search.analysis_forms import CHUNK, COMPOUNDING, MIN_COMPOUND, joined_spellings, may_end_number, spaced_numbers
from search.engines.remembered import Remembered
from search.engines.tantivy_analysis import ANALYSERS, LANGUAGES, LONGEST_WORD, marked_stem, stem, undotted

# Spellings of a language that are kept, 0.2 kB each, and words, 0.3 kB: 80 MB where three languages are written,
# for Elasticsearch 40 MB more.
_MOST_SPELLINGS, _MOST_WORDS = 500_000, 200_000
_APART = str.maketrans(dict.fromkeys("-\u2010\u2011/.'\u2019", " "))
_AROUND = punctuation + "\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014\u2026"


class Piece(str):
    """The stems of what stands between two spaces, with what else is indexed of it.

    Mostly it is one word of which there is nothing else to say: its stem then is a string and no more, which takes
    half the time to come to.
    """

    __slots__ = ("group", "joined", "parts")
    joined: tuple[str, ...]
    # The stem with its marks, that of a word that may be a compound from its end on.
    parts: str
    group: bool

    def __new__(cls, stems: str, *, joined: tuple[str, ...] = (), parts: str = "", group: bool = False) -> Self:
        """Make one of COVID-19, which is also written as one word; of marked letters and compounds; of three digits."""
        piece = super().__new__(cls, stems)
        piece.joined, piece.parts, piece.group = joined, parts, group
        return piece


_PARTS = attrgetter("parts")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: spellings and `stems`, as many as it has; `joined` what is written as one too, each once."""

    plane: str
    language: str
    text: str
    spellings: Sequence[str]
    stems: str
    joined: frozenset[str]
    # Of all spellings of the paper: those of a page are found among few.
    pieces: Mapping[str, Piece] = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneWords:
    """The words of the texts of a paper in one plane and language by their places; each spelling of them once."""

    plane: str
    language: str
    texts: Mapping[int, Words]
    spellings: str
    pieces: Mapping[str, Piece]

    @property
    def forms(self) -> Iterable[str]:
        """Yield the parts of its words and what is written as one too, each once."""
        parts = filter(None, map(_PARTS, self.pieces.values()))
        return dict.fromkeys(chain(parts, *(text.joined for text in self.texts.values())))


def plane_words(plane: str, language: str, texts: Mapping[int, str]) -> PlaneWords:
    """Return the words of the texts (NFC) of a paper in a plane.

    A spelling is looked up once among those of all papers, then where it stands among those of this one: they stay in
    the processor's cache, which made a third of the difference.
    """
    texts = {place: undotted(text) for place, text in texts.items()}
    parted = {place: text.split() for place, text in texts.items()}
    # In the order in which they first come: what is near each other in memory, here and in tantivy, is asked for so.
    spellings = dict.fromkeys(chain.from_iterable(parted.values()))
    # All looked up before they are stored: while it waits for memory, the processor goes on to the next lookup.
    found = tuple(map(_PIECES[language].__getitem__, spellings))
    stems = dict(zip(spellings, found, strict=True))
    pieces = {spelling: piece for spelling, piece in stems.items() if type(piece) is Piece}
    joining = {spelling: piece for spelling, piece in pieces.items() if piece.joined or piece.group}
    said = {}
    for place, words in parted.items():
        joined = frozenset(_joined(language, texts[place], words, joining))
        said[place] = Words(plane, language, texts[place], words, " ".join(_looked_up(stems, words)), joined, pieces)
    every = " ".join(spellings)
    return PlaneWords(plane=plane, language=language, texts=said, spellings=every, pieces=pieces)


def _looked_up(stems: Mapping[str, str], words: Sequence[str]) -> Iterable[str]:
    # itemgetter takes three quarters of the time of map, but gives one alone as it is.
    return itemgetter(*words)(stems) if len(words) > 1 else map(stems.__getitem__, words)


def _joined(language: str, text: str, words: Sequence[str], joining: Mapping[str, Piece]) -> Iterator[str]:
    """Yield what is written as one too of words, some of which are so by themselves or beside each other."""
    there = [joining[spelling] for spelling in joining.keys() & words]
    yield from chain.from_iterable(piece.joined for piece in there)
    if any(piece.group for piece in there):
        yield from (f"j:{language}:{number}" for number in spaced_numbers(text))


def _piece(language: str, between_spaces: str) -> str:
    """Return the piece of a spelling; those of a word with other signs around it or other capitals are one."""
    core = between_spaces.strip(_AROUND)
    if not core.isalpha() or len(core) > LONGEST_WORD:
        return _analysed(language, between_spaces)
    # Beyond ASCII a letter in lower case may be two, or depend on its place.
    return _WORDS[language][core.lower() if core.isascii() else core]


def _analysed(language: str, text: str) -> str:
    low = text.lower()
    stems = " ".join(ANALYSERS[language].analyze(text))
    joined = tuple(f"j:{language}:{stem(language, joined)}" for joined in joined_spellings(low))
    words = [low] if text.isalpha() else CHUNK.findall(low.translate(_APART))
    parts = " ".join(part for word in words for part in _parts_of(language, word))
    group = may_end_number(text)
    return Piece(stems, joined=joined, parts=parts, group=group) if joined or parts or group else stems


def _parts_of(language: str, word: str) -> Iterator[str]:
    if not word.isascii():
        yield f"m:{language}:{marked_stem(language, word)}"
    if language in COMPOUNDING and not word.isdecimal() and len(base := stem(language, word)) >= MIN_COMPOUND:
        yield f"h:{language}:{base[::-1]}"


_PIECES = {language: Remembered(partial(_piece, language), _MOST_SPELLINGS) for language in LANGUAGES}
_WORDS = {language: Remembered(partial(_analysed, language), _MOST_WORDS) for language in LANGUAGES}
