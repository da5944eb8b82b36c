"""A stretch of text as the words that are indexed of it: stems in their order, exact words, further forms.

What stands between two spaces is analysed once and remembered: texts are made of the same words again and again, and
each page is indexed twice, for its paper and for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain

from search.analysis_forms import CHUNK, COMPOUNDING, MIN_COMPOUND, joined_spellings, spaced_numbers
from search.engines.remembered import Remembered
from search.engines.tantivy_analysis import LANGUAGES, marked_stem, stem, tokens

# Pieces of a language that are kept: 0.4 kB each in English, 0.7 in Swedish.
_MOST = 50_000
_APART = str.maketrans(dict.fromkeys("-\u2010\u2011/.'\u2019", " "))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a stretch: `stems` as many as it has, `exact` and `forms` each once."""

    plane: str
    language: str
    stems: str
    exact: frozenset[str]
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is indexed of what stands between two spaces: mostly one word, of COVID-19 two and a joined spelling."""

    stems: str
    exact: tuple[str, ...]
    forms: tuple[str, ...]


def words_of(plane: str, language: str, text: str) -> Words:
    """Return the words of a text (NFC) in a plane."""
    texts, known = text.split(), _PIECES[language]
    different = {each: known[each] for each in set(texts)}
    pieces = different.values()
    stems = " ".join([different[each].stems for each in texts])
    forms = set(chain.from_iterable([piece.forms for piece in pieces if piece.forms]))
    if any(len(each) == 3 and each.isdecimal() for each in different):
        forms.update(f"j:{language}:{number}" for number in spaced_numbers(texts))
    return Words(plane, language, stems, frozenset(chain.from_iterable([p.exact for p in pieces])), frozenset(forms))


def _piece(language: str, between_spaces: str) -> _Piece:
    exact = tuple(dict.fromkeys(tokens("xx", between_spaces)))
    return _Piece(" ".join(tokens(language, between_spaces)), exact, tuple(_forms(language, between_spaces.lower())))


def _forms(language: str, between_spaces: str) -> list[str]:
    found = [f"j:{language}:{stem(language, joined)}" for joined in joined_spellings(between_spaces)]
    for word in CHUNK.findall(between_spaces.translate(_APART)):
        if not word.isascii():
            found.append(f"m:{language}:{marked_stem(language, word)}")
        if language in COMPOUNDING and len(word) >= MIN_COMPOUND and word.isalpha():
            found += [f"c:{language}:{stem('xx', word)}", f"h:{language}:{stem(language, word)[::-1]}"]
    return found


_PIECES = {language: Remembered(partial(_piece, language), _MOST) for language in LANGUAGES}
