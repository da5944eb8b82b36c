"""How text becomes what is compared: one form of each letter, folding, keys of identifiers and of sorting."""

from __future__ import annotations

import re
import unicodedata

from stdnum import isbn, issn

# Letters that decompose into nothing, and what a reader without them types.
_LETTERS = str.maketrans(
    {
        "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i",
    }
)  # fmt: skip
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")


# Letters printed as one, and the sign for where a word may be parted.
_SPELT_OUT = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "Ĳ": "IJ", "ĳ": "ij",
    "\u00ad": "",
}  # fmt: skip
# An i with a second dot: what some programs make of the Turkish capital in lower case.
_DOT = "\u0307"
_DOTTED = re.compile(f"([i\u012f\u1ecb]){_DOT}+")


def normal(text: str) -> str:
    """Return the text with each letter in one form: both engines and all queries see the same å.

    It is in NFC, without the Latin ligatures, soft hyphens and second dots; the normal form of a normal text is itself.
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        # Text of a PDF may hold halves of surrogate pairs, which no index takes.
        text = text.encode("utf-8", "replace").decode()
    for sign, letters in _SPELT_OUT.items():
        if sign in text:
            text = text.replace(sign, letters)
    text = unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", _DOTTED.sub(r"\1", text)) if _DOT in text else text


def fold(text: str) -> str:
    """Return the text without marks and case, words separated by single spaces."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(c for c in apart if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", text).strip().lower()


def identifier_key(text: str) -> str:
    """Return the one spelling under which an identifier is kept: DOI bare and lower case, ISBN of 13 digits."""
    text = _DOI_PREFIX.sub("", text.strip()).lower()
    if text.startswith("10.") and "/" in text:
        return text.rstrip(".,;")
    digits = re.sub(r"[-\s\u2010-\u2013\u00a0]", "", text)
    if isbn.is_valid(digits):
        return str(isbn.to_isbn13(digits))
    if issn.is_valid(digits):
        return str(issn.compact(digits)).lower()
    return text


def language_of(tag: str, known: frozenset[str]) -> str:
    """Return the language whose rules a text in `tag` (BCP 47) follows, "xx" where there are none."""
    base = tag.replace("_", "-").partition("-")[0].lower()
    base = {"nb": "no", "nn": "no", "swe": "sv", "eng": "en"}.get(base, base)
    return base if base in known else "xx"


_SWEDISH_ORDER = str.maketrans({"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c"})


def sort_key(title: str) -> str:
    """Return a key that sorts bytewise as a Swedish list does: å, ä, ö after z. A key's key is itself."""
    text = unicodedata.normalize("NFKD", normal(title).lower().translate(_SWEDISH_ORDER))
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(_LETTERS)
    return re.sub(r"[^\w{]+|_+", " ", text).strip()[:120]
