"""One word of a query: a plain word, a beginning, a fuzzy word, an identifier in any spelling, a code, years."""

from __future__ import annotations

import re
from collections.abc import Mapping

from stdnum import isbn, issn

from search.analysis import identifier_key
from search.query import And, Expression, FieldValue, Fuzzy, Or, Prefix, Word, YearRange
from search.syntax_tokens import Note

_FUZZY = re.compile(r"(.+?)~([12]?)")
_YEARS = re.compile(r"(?:(\d{1,4})\s*)?(-|–|\.\.|:)?(?:\s*(\d{1,4}))?")
_COMPARED = re.compile(r"([<>]=?)(\d{1,4})")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_BOOK = re.compile(r"(?:97[89][-\u00a0]?)?\d[-\d\u00a0]{8,13}[\dxX]")
_URN = re.compile(r"urn:[\w-]{2,32}:\S+", re.IGNORECASE)
_SERIAL = re.compile(r"\d{4}-\d{3}[\dxX]")
MIN_PREFIX = 2
# What makes something else of a word that it stands before.
_OPERATORS = "+-−!"


def read_word(text: str, field: str, notes: list[Note]) -> Expression | None:
    """Return what a word of a text field asks for; None where nothing is left of it."""
    if not field and (identifier := _identifier(text)):
        return Or((identifier, Word(text)))
    if fuzzy := _FUZZY.fullmatch(text):
        word = fuzzy[1].lstrip(_OPERATORS).rstrip("~")
        if not set("*?") & set(word):
            return _fuzzy(word, int(fuzzy[2] or 1), field, notes)
        text = word
    if text.endswith("*"):
        return _prefix(text, field, notes)
    if "*" in text or ("?" in text[:-1] and text.rstrip("?!.,;:")):
        notes.append(Note("wildcard_inside", text))
        return _joined([word for part in re.split(r"[*?]+", text) if (word := _word(part, field))])
    return _word(text, field)


def read_value(text: str, field: str, codes: Mapping[str, str], notes: list[Note]) -> Expression | None:
    """Return the condition that a field of codes has a value."""
    text = text.strip().strip(",;")
    if field == "year":
        return _years(text, notes)
    if not text:
        return None
    if field == "urn" and not text.lower().startswith("urn:"):
        text = f"urn:{text}"
    if field in ("doi", "isbn", "issn", "urn", "identifier"):
        return FieldValue(field, identifier_key(text))
    return FieldValue(field, codes.get(text.lower(), text))


def _prefix(text: str, field: str, notes: list[Note]) -> Expression | None:
    stem = text.lstrip(_OPERATORS).rstrip("*~")
    if "*" in stem or "?" in stem:
        notes.append(Note("wildcard_inside", text))
        stem = re.split(r"[*?]+", stem.strip("*?"))[0]
    if len(_letters(stem)) < MIN_PREFIX:
        notes.append(Note("prefix_too_short", text))
        return _word(stem, field)
    return Prefix(stem, field)


def _fuzzy(word: str, distance: int, field: str, notes: list[Note]) -> Expression | None:
    if len(_letters(word)) < MIN_PREFIX + 1:
        notes.append(Note("fuzzy_too_short", word))
        return _word(word, field)
    return Fuzzy(word, distance, field)


def _years(text: str, notes: list[Note]) -> Expression | None:
    if compared := _COMPARED.fullmatch(text):
        year = int(compared[2])
        match compared[1]:
            case ">":
                return YearRange(year + 1, None)
            case ">=":
                return YearRange(year, None)
            case "<":
                return YearRange(None, year - 1)
            case _:
                return YearRange(None, year)
    match = _YEARS.fullmatch(text)
    if not match or not (match[1] or match[3]):
        notes.append(Note("bad_year", text))
        return _word(text, "")
    first = int(match[1]) if match[1] else None
    last = int(match[3]) if match[3] else None
    if not match[2]:
        return YearRange(first, first)
    if first is not None and last is not None and first > last:
        notes.append(Note("years_swapped", text))
        first, last = last, first
    return YearRange(first, last)


def _identifier(text: str) -> Expression | None:
    bare = text.strip(",;.<>")
    if doi := _DOI.fullmatch(bare):
        return FieldValue("doi", identifier_key(doi[1]))
    if _BOOK.fullmatch(bare) and isbn.is_valid(identifier_key(bare)):
        return FieldValue("isbn", identifier_key(bare))
    if _SERIAL.fullmatch(bare) and issn.is_valid(bare):
        return FieldValue("issn", identifier_key(bare))
    if _URN.fullmatch(bare):
        return FieldValue("urn", identifier_key(bare))
    return None


def _word(text: str, field: str) -> Word | None:
    """Return a plain word without the signs that would make it another thing; None without letters."""
    text = text.lstrip(f"*?~{_OPERATORS}").rstrip("*?~")
    return Word(text, field) if _letters(text) else None


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _joined(parts: list[Word]) -> Expression | None:
    return And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)
