"""The inline markup of titles: CSL's `<i> <b> <sub> <sup> <span class="nocase">`; all else is literal text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Tag = Literal["i", "b", "sub", "sup", "nocase"]

OPENING: dict[Tag, str] = {
    "i": "<i>",
    "b": "<b>",
    "sub": "<sub>",
    "sup": "<sup>",
    "nocase": '<span class="nocase">',
}
CLOSING: dict[Tag, str] = {"i": "</i>", "b": "</b>", "sub": "</sub>", "sup": "</sup>", "nocase": "</span>"}
_OPENS = {text: tag for tag, text in OPENING.items()}
_CLOSES = {text: tag for tag, text in CLOSING.items()}
_TAGS = re.compile("(" + "|".join(map(re.escape, [*_OPENS, *_CLOSES])) + ")")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text (`tag` None), or the opening or closing of a tag (`text` as written)."""

    text: str
    tag: Tag | None = None
    closes: bool = False


def pieces(text: str) -> tuple[Piece, ...]:
    """Return the text cut at its tags; a tag without its partner is literal text."""
    if "<" not in text:
        return (Piece(text),) if text else ()
    found = [Piece(part) for part in _TAGS.split(text) if part]
    open_tags: list[tuple[int, Tag]] = []
    for index, piece in enumerate(found):
        if (opened := _OPENS.get(piece.text)) is not None:
            open_tags.append((index, opened))
        elif (closed := _CLOSES.get(piece.text)) is not None:
            partner = next((n for n in reversed(range(len(open_tags))) if open_tags[n][1] == closed), None)
            if partner is None:
                continue
            start = open_tags[partner][0]
            del open_tags[partner:]
            found[start] = Piece(found[start].text, closed)
            found[index] = Piece(piece.text, closed, closes=True)
    return tuple(found)


def plain(text: str) -> str:
    """Return the words without their markup."""
    if "<" not in text:
        return text
    return "".join(piece.text for piece in pieces(text) if piece.tag is None)
