"""A stretch of text as the words that are indexed of it: stems in their order, exact words, further forms.

What stands between two spaces is analysed once and remembered: texts are made of the same words again and again, and
each page is indexed twice, for its paper and for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from string import punctuation

from search.analysis_forms import CHUNK, COMPOUNDING, MIN_COMPOUND, joined_spellings, spaced_numbers
from search.engines.remembered import Remembered
from search.engines.tantivy_analysis import ANALYSERS, LANGUAGES, LONGEST_WORD, marked_stem, stem

# Spellings of a language that are kept, 0.2 kB each, and words, 0.5 kB: 100 MB where three languages are written.
_MOST_SPELLINGS, _MOST_WORDS = 200_000, 80_000
_APART = str.maketrans(dict.fromkeys("-\u2010\u2011/.'\u2019", " "))
# Digits in each group but the first of a long number.
_GROUP = 3
_AROUND = punctuation + "\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014\u2026"


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What is indexed of what stands between two spaces: mostly one word, of COVID-19 two and a joined spelling.

    Each is written with spaces between, as engines take it: a set of strings is made in half the time of one of what
    stands in tuples.
    """

    stems: str
    exact: str
    joined: tuple[str, ...] = ()
    # Stems with their marks, words that may be compounds.
    parts: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: `stems` as many as it has, `joined` what is written as one too; the rest each once."""

    plane: str
    language: str
    text: str
    stems: str
    joined: frozenset[str]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(map(_PIECES[self.language].__getitem__, dict.fromkeys(self.text.split())))

    @property
    def exact(self) -> set[str]:
        return _exact(self.pieces)

    @property
    def forms(self) -> set[str]:
        return _parts_in(self.pieces) | self.joined


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneWords:
    """The words of the texts of a paper in one plane and language by their places, and a piece of each spelling."""

    plane: str
    language: str
    texts: Mapping[int, Words]
    pieces: tuple[Piece, ...]

    @property
    def exact(self) -> set[str]:
        return _exact(self.pieces)

    @property
    def forms(self) -> set[str]:
        return _parts_in(self.pieces).union(*(text.joined for text in self.texts.values()))


def words_of(plane: str, language: str, text: str) -> Words:
    """Return the words of a text (NFC) in a plane."""
    return plane_words(plane, language, {0: text}).texts[0]


def plane_words(plane: str, language: str, texts: Mapping[int, str]) -> PlaneWords:
    """Return the words of the texts (NFC) of a paper in a plane.

    A spelling is looked up once among those of all papers, then where it stands among those of this one: they stay in
    the processor's cache, which made a third of the difference.
    """
    parted = {place: text.split() for place, text in texts.items()}
    spellings = list(set(chain.from_iterable(parted.values())))
    pieces = list(map(_PIECES[language].__getitem__, spellings))
    stems = dict(zip(spellings, [piece.stems for piece in pieces], strict=True))
    joined = {spelling: piece.joined for spelling, piece in zip(spellings, pieces, strict=True) if piece.joined}
    grouped = any(len(spelling) == _GROUP and spelling.isdecimal() for spelling in spellings)
    found = {}
    for place, words in parted.items():
        forms = set(chain.from_iterable([joined[spelling] for spelling in joined.keys() & words]))
        if grouped:
            forms.update(f"j:{language}:{number}" for number in spaced_numbers(words))
        stemmed = " ".join(map(stems.__getitem__, words))
        found[place] = Words(plane, language, texts[place], stemmed, frozenset(forms))
    return PlaneWords(plane=plane, language=language, texts=found, pieces=tuple(pieces))


def _exact(pieces: Iterable[Piece]) -> set[str]:
    return {piece.exact for piece in pieces}


def _parts_in(pieces: Iterable[Piece]) -> set[str]:
    return {piece.parts for piece in pieces if piece.parts}


def _piece(language: str, between_spaces: str) -> Piece:
    """Return the piece of a spelling; those of a word with other signs around it or other capitals are one."""
    core = between_spaces.strip(_AROUND)
    if not core.isalpha() or len(core) > LONGEST_WORD:
        return _analysed(language, between_spaces)
    # Beyond ASCII a letter in lower case may be two, or depend on its place.
    return _WORDS[language][core.lower() if core.isascii() else core]


def _analysed(language: str, text: str) -> Piece:
    low = text.lower()
    return Piece(
        stems=" ".join(ANALYSERS[language].analyze(text)),
        exact=" ".join(ANALYSERS["xx"].analyze(text)),
        joined=tuple(f"j:{language}:{stem(language, joined)}" for joined in joined_spellings(low)),
        parts=" ".join(_parts(language, low)),
    )


def _word(language: str, word: str) -> Piece:
    """Return the piece of letters alone: nothing is joined in it, and it is one part."""
    return Piece(
        stems=" ".join(ANALYSERS[language].analyze(word)),
        exact=" ".join(ANALYSERS["xx"].analyze(word)),
        parts=" ".join(_parts_of(language, word.lower())),
    )


def _parts(language: str, low: str) -> Iterator[str]:
    for word in CHUNK.findall(low.translate(_APART)):
        yield from _parts_of(language, word)


def _parts_of(language: str, word: str) -> Iterator[str]:
    if not word.isascii():
        yield f"m:{language}:{marked_stem(language, word)}"
    if language in COMPOUNDING and len(word) >= MIN_COMPOUND and word.isalpha():
        yield f"c:{language}:{stem('xx', word)}"
        yield f"h:{language}:{stem(language, word)[::-1]}"


_PIECES = {language: Remembered(partial(_piece, language), _MOST_SPELLINGS) for language in LANGUAGES}
_WORDS = {language: Remembered(partial(_word, language), _MOST_WORDS) for language in LANGUAGES}
