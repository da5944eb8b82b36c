"""The Swedish alphabet for titles and names, as a key that any store can sort by its bytes."""

from __future__ import annotations

import re
import unicodedata

# å ä ö come after z, in this order; { is the next ASCII character after z. Other marks do not count
# (é sorts as e), but ü sorts as y, æ as ä and ø as ö, as Swedish dictionaries have it.
_LETTERS = str.maketrans(
    {
        "å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c", "œ": "{c", "ő": "{c", "ü": "y", "ű": "y",
        "ð": "d", "đ": "d", "þ": "th", "ß": "ss", "ł": "l", "ı": "i",
    }
)  # fmt: skip
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|span)(?: [^>]*)?>")
_NOT_SORTED = re.compile(r"[^\w{]+")
_NUMBER = re.compile(r"\d+")


def swedish_sort_key(text: str) -> str:
    """Return a key whose order by code points is the Swedish alphabetical order; numbers sort by value."""
    plain = unicodedata.normalize("NFC", _MARKUP.sub("", text)).casefold()
    plain = _NOT_SORTED.sub(" ", plain.replace("{", " ").translate(_LETTERS)).strip()
    apart = unicodedata.normalize("NFD", plain)
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return _NUMBER.sub(lambda digits: digits[0].lstrip("0").zfill(8), bare)
