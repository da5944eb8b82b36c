"""Putting printed lines together as text, and comparing texts without regard to their dress."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

# Pdfium's mark for a hyphen at a line's end, and the two hyphens that fonts give it.
_LINE_END_HYPHENS = ("\xad", "\u2010", "-", "\ufffe")
_COMBINING = re.compile("[\u0300-\u036f]+")
_WORDS = re.compile(r"[^\W_]+")
_LETTERS_WITHOUT_ACCENT = {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
_SUCH_LETTERS = re.compile("[øłđßæœı]")
# Small letters for capitals, and spaces for what parts words.
_ASCII_FOLDED = (
    bytes(range(256))
    .lower()
    .translate(bytes(code if code > 127 or chr(code).isalnum() else ord(" ") for code in range(256)))
)


class Caseless:
    """A pattern, written in lower case, that is only asked whether, or from where, it occurs in a text of any case.

    Searching the lower-cased text takes 0.4 of the time that IGNORECASE does: a page has many rows and the lists of
    words are long.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)

    def search(self, text: str) -> bool:
        return self._pattern.search(text.lower()) is not None

    def in_lower(self, text: str) -> bool:
        """Tell whether it occurs in a text that is in lower case already."""
        return self._pattern.search(text) is not None

    def place(self, text: str) -> int:
        """Return where the pattern first occurs; -1 where it does not."""
        match = self._pattern.search(text.lower())
        return match.start() if match else -1


def listed(words: str) -> list[str]:
    """Return the words of a list that is written as one string."""
    return words.split()


def tidy(text: str) -> str:
    """Return text with single spaces and no marks of raised letters or soft hyphens."""
    text = text.replace("\x01", "").replace("\xad", "-").replace("\ufffe", "-")
    return " ".join(text.split())


def joined(lines: Iterable[str]) -> str:
    """Return lines as one text, words that were broken over a line's end made whole."""
    text = ""
    for line in lines:
        piece = line.strip()
        if text.endswith(_LINE_END_HYPHENS) and piece[:1].islower():
            text = text[:-1] + piece
        elif text.endswith(_LINE_END_HYPHENS) and text[-2:-1].isalnum():
            text = text[:-1] + "-" + piece
        else:
            text = f"{text} {piece}" if text else piece
    return tidy(text)


def fold(text: str) -> str:
    """Return the words of a text in lower case without accents, for comparing."""
    return _folded(text) if len(text) < 400 else _folded.__wrapped__(text)


def _without_accent(match: re.Match[str]) -> str:
    return _LETTERS_WITHOUT_ACCENT[match[0]]


# Papers have few such signs, and the same ones again.
@lru_cache(maxsize=4096)
def _plain(beyond_ascii: str) -> bytes:
    """Return what stands beyond ASCII as letters without accents and case, and spaces for all else, in UTF-8."""
    text = unicodedata.normalize("NFKD", _SUCH_LETTERS.sub(_without_accent, beyond_ascii.casefold()))
    return "".join(char if char.isalnum() else " " for char in _COMBINING.sub("", text)).encode()


def _beyond_ascii(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _plain(error.object[error.start : error.end]), error.end


codecs.register_error("fold", _beyond_ascii)


# One title or name is compared with many others.
@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    # Encoding finds what is not ASCII, and bytes are translated, in a fifth of the time that patterns take.
    return " ".join(text.encode("ascii", "fold").translate(_ASCII_FOLDED).decode().split())


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are as words, from 0 to 1."""
    return float(fuzz.ratio(fold(one), fold(other))) / 100


def words_of(text: str) -> list[str]:
    return _WORDS.findall(text)


def letters_share(text: str) -> float:
    """Return the share of letters among the characters that are not spaces."""
    solid = "".join(text.split())
    return sum(map(str.isalpha, solid)) / len(solid) if solid else 0.0


def spaced_out(text: str) -> bool:
    """Tell whether a text is letter-spaced ("S U M M A R Y")."""
    return bool(re.fullmatch(r"(?:\w ){3,}\w", text.strip()))


def unspaced(text: str) -> str:
    """Return a letter-spaced text as words; two spaces or more part words."""
    if not spaced_out(text):
        return text
    return text.replace(" ", "")
