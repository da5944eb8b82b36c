"""The people of a list of authors, in any of the orders in which reference lists print names."""

from __future__ import annotations

import re

from citations.reference import Name
from ingest.description.lexicon import SUFFIXES
from ingest.description.names import read_name

OTHERS = re.compile(
    r"\bet\.?\s*al\b\.?|\bm\.\s?fl\.|\band (?:\d+ )?others\b|\boch andra\b|\by otros\b|\be outros\b|\bu\.\s?a\.",
    re.IGNORECASE,
)
_EDITORS = re.compile(r"\(\s*(?:eds?|editors?|red|hrsg|dirs?|coords?|orgs?)\.?\s*\)", re.IGNORECASE)
_ENDS = " .,;:()[]“”\"'«»„‘’–—-…"
_AND = re.compile(r"\s*,?\s+(?:and|och|et|und|og|en|y|e|&)\s+|\s*&\s*")
_CAPITAL = "A-ZÅÄÖÉÈÁÍÓÚÜÇÑŠŽČĆĐØÆŁА-Я"
_INITIALS = re.compile(
    rf"(?:[{_CAPITAL}][a-zæ]?\.[\s\-‐]*)+(?:[{_CAPITAL}]\.?)?|[{_CAPITAL}](?:[\s\-‐][{_CAPITAL}])*|[{_CAPITAL}]{{2,3}}"
)
_LOST_STOP = re.compile(rf"[.\-‐][{_CAPITAL}]$")
_MOST_FAMILY_WORDS, _MOST_GIVEN_WORDS = 4, 3


def cited_names(text: str) -> tuple[Name, ...]:
    """Return the people of a list of authors, in its order."""
    text = _EDITORS.sub(" ", OTHERS.sub(" ", text)).strip(_ENDS)
    if ";" in text:
        found = [_read(piece) for piece in re.split(r"\s*;\s*", _AND.sub(" ; ", text))]
    else:
        found = _in_turn([part.strip() for piece in _AND.split(text) for part in piece.split(",") if part.strip()])
    return tuple(name for name in found if name)


def _in_turn(atoms: list[str]) -> list[Name | None]:
    """Return the names that texts between commas make, each alone or together with the one after it."""
    found: list[Name | None] = []
    place = 0
    while place < len(atoms):
        atom, following = atoms[place], atoms[place + 1] if place + 1 < len(atoms) else ""
        if _is_given(atom, following, first=place == 0, left=len(atoms) - place):
            found.append(_read(f"{atom}, {following}"))
            place += 1
        elif atom.lower().strip(".") in SUFFIXES and found and (last := found[-1]):
            found[-1] = Name(family=last.family, given=last.given, particle=last.particle, suffix=atom)
        else:
            found.append(_read(atom))
        place += 1
    return found


def _is_given(atom: str, following: str, *, first: bool, left: int) -> bool:
    """Tell whether the text after a comma is the given name to the family name before it."""
    words = atom.split()
    if not following or len(words) > _MOST_FAMILY_WORDS or _without_initials(words) != words:
        return False
    if _INITIALS.fullmatch(following.strip()):
        return True
    given = len(following.split()) <= _MOST_GIVEN_WORDS and following.lower().strip(".") not in SUFFIXES
    # "Hooghe, Liesbet, and Gary Marks" turns the first name alone; else a lone word can only be a family name.
    return given and len(words) == 1 and (first or left == 2 or len(following.split()) == 1)


def _read(piece: str) -> Name | None:
    """Return the person of a piece; initials that stand last are the given name ("Berg KA", "DELIGNE S.")."""
    piece = piece.strip(_ENDS)
    if _LOST_STOP.search(piece):
        piece += "."
    words = piece.split()
    family = _without_initials(words)
    if "," not in piece and 0 < len(family) < len(words) and words[: len(family)] == family:
        initials = " ".join(_dotted(word) for word in words[len(family) :])
        return read_name(f"{' '.join(family)}, {initials}")
    return read_name(piece)


def _without_initials(words: list[str]) -> list[str]:
    """Return the words that are no initials; two or three capitals are, unless all of the name is in capitals."""
    shouted = " ".join(words).isupper()
    return [
        word
        for word in words
        if not _INITIALS.fullmatch(word) or (shouted and len(word.strip(".")) > 1 and "." not in word)
    ]


def _dotted(initials: str) -> str:
    return initials if "." in initials else ". ".join(re.findall(r"\w", initials)) + "."
