"""Citation keys: ASCII, short, telling; made once from author, year and first real title word."""

from __future__ import annotations

import itertools
import re
import string
import unicodedata
from collections.abc import Callable, Iterator

from citations.markup import plain
from citations.reference import Name, Reference

PATTERN = "{author}{year}{word}"

# Letters that Unicode does not decompose, and Cyrillic in the usual Latin letters.
_LATIN = "ae oe o l d d ss th h i n t"
_CYRILLIC = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia i i ie g d j lj nj c dz u"
_FOLDS = str.maketrans(
    dict(zip("æœøłđðßþħıŋŧ", _LATIN.split(), strict=True))
    | dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґђјљњћџў", _CYRILLIC.split(), strict=True))
)
# Words that say nothing of a title, in the languages of the collection.
_EMPTY = """
    a an the of on in for and to from with at by as is are
    en ett den det de av i på om och till från med för vid som är att
    der die das ein eine des dem von zu im und über für aus zur zum
    le la les l un une du d et au aux sur dans pour el los las y del una por para con
    og til fra han ja
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())


def fold(text: str) -> str:
    """Return the text in `[a-z0-9 ]`; what has no Latin form is left out."""
    lowered = text.casefold().translate(_FOLDS)
    folded = unicodedata.normalize("NFKD", lowered).translate(_FOLDS).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", folded.replace("'", "")).strip()


def make_key(reference: Reference, taken: Callable[[str], bool], pattern: str = PATTERN) -> str:
    """Return a key that is not taken, `garciamarquez2021flood` in the library's own pattern.

    A pattern's parts: author, authors (up to three), year, yy, word, words (three), type, number.
    """
    stem = "".join(_parts_of(pattern, reference)) or "work"
    return next(key for key in itertools.chain([stem], (stem + suffix for suffix in _suffixes())) if not taken(key))


def is_pattern(pattern: str) -> bool:
    """Say whether `make_key` can follow the pattern."""
    try:
        names = [name for _, name, spec, conversion in string.Formatter().parse(pattern) if name is not None]
    except ValueError:
        return False
    return bool(names) and all(name in _PARTS for name in names)


def _parts_of(pattern: str, reference: Reference) -> Iterator[str]:
    for literal, name, _spec, _conversion in string.Formatter().parse(pattern):
        yield re.sub(r"[^A-Za-z0-9:_.+-]", "", literal)
        if name is not None:
            yield _PARTS[name](reference)


def _suffixes() -> Iterator[str]:
    """Yield a to z, then aa, ab and so on for ever."""
    for length in itertools.count(1):
        for letters in itertools.product(string.ascii_lowercase, repeat=length):
            yield "".join(letters)


def _creators(reference: Reference) -> tuple[Name, ...]:
    return reference.names() or reference.names("editor") or tuple(c.name for c in reference.contributors)


def _short_name(name: Name) -> str:
    if not name.is_organisation:
        return fold(f"{name.particle} {name.family}").replace(" ", "")[:40] or fold(name.given).replace(" ", "")[:40]
    words = [word for word in fold(name.literal).split() if word not in _EMPTY_WORDS]
    return words[0][:40] if len(words) == 1 else "".join(word[0] for word in words)[:12]


def _author(reference: Reference) -> str:
    names = _creators(reference)
    return _short_name(names[0]) if names else ""


def _authors(reference: Reference) -> str:
    return "".join(_short_name(name) for name in _creators(reference)[:3])


def _year(reference: Reference) -> str:
    date = reference.date
    if date is None:
        return "nd"
    year = date.year if date.year is not None or date.end is None else date.end.year
    return str(abs(year)) if year is not None else "nd"


def _words(reference: Reference) -> list[str]:
    words = fold(plain(reference.title)).split()
    return [word for word in words if word not in _EMPTY_WORDS] or words


_PARTS: dict[str, Callable[[Reference], str]] = {
    "author": _author,
    "authors": _authors,
    "year": _year,
    "yy": lambda reference: _year(reference)[-2:],
    "word": lambda reference: "".join(_words(reference)[:1])[:40],
    "words": lambda reference: "".join(_words(reference)[:3])[:80],
    "type": lambda reference: reference.type.replace("_", ""),
    "number": lambda reference: fold(reference.number).replace(" ", "")[:20],
}
