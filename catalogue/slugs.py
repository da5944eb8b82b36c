"""Addresses made from names: plain ASCII letters, so that Ö stays an o and is not lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from django.utils.text import slugify

# Letters that Unicode does not take apart into a base letter and a mark, and Cyrillic as the partner
# countries' passports write it (ISO 9 for what they leave open).
_NO_WORD = re.compile(r"[\W_]+")
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ð": "d",
        "þ": "th", "ł": "l", "ı": "i", "œ": "oe", "ħ": "h",
        "’": "", "'": "", "ʼ": "",
        "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "ђ": "dj", "е": "e", "ё": "e",
        "є": "ie", "ж": "zh", "з": "z", "и": "y", "і": "i", "й": "i", "ј": "j", "к": "k", "л": "l",
        "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "ћ": "c", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "џ": "dz", "ш": "sh",
        "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ѓ": "gj", "ќ": "kj",
        "ѕ": "dz",
    }
)  # fmt: skip


def folded(text: str) -> str:
    """Return the text for comparison: no marks, one case, Cyrillic in Latin letters, words parted by one space."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _NO_WORD.sub(" ", bare).strip()


def slug_of(text: str, *, length: int = 80, fallback: str = "untitled") -> str:
    """Return the text as an address of at most `length` characters, cut between words."""
    slug = slugify(folded(text))
    if len(slug) > length:
        head = slug[: length + 1]
        slug = (head.rsplit("-", 1)[0] if "-" in head else slug)[:length]
    return slug.strip("-") or fallback


def free_slug(slug: str, taken: Callable[[str], bool]) -> str:
    """Return the slug, or the first of slug-2, slug-3 … that is not taken."""
    candidate, number = slug, 1
    while taken(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
