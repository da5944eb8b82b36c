"""The words of the front matter with their place and look, as the labeller sees them in training and in reading."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.description.front import Front, Row
from ingest.description.lexicon import ABSTRACT_HEADINGS, REFERENCES_START, starts_section
from ingest.description.wording import tidy

# Beyond this many words the front matter is over, even on a page full of abstract.
MOST_TOKENS = 1100

WORDS = re.compile(r"\w+|[^\w\s]")


class Token(NamedTuple):
    """A word or sign. `block` and `line` are S, I or E (start, in, end); `font` and `size` compare with the last word.

    font: S same, N new. size: S same, H higher, L lower. row: the index of its Row, -1 in the training corpus.
    """

    word: str
    block: str
    line: str
    font: str
    size: str
    bold: bool
    italic: bool
    largest: bool
    smallest: bool
    row: int = -1
    points: float = 0.0


# A word, its places in block and line, and its row.
_Placed = tuple[str, str, str, Row]


def _spaced_fragment(text: str, plain: str) -> str:
    """Return a text with a space wherever a raised mark begins or ends ("Rokem1" is no name)."""
    if "\x01" not in plain or len(plain) != len(text):
        return text
    pieces = []
    raised = False
    for letter, mark in zip(text, plain, strict=True):
        if (mark == "\x01") != raised:
            pieces.append(" ")
            raised = not raised
        pieces.append(letter)
    return "".join(pieces)


def spaced_at_marks(row: Row) -> str:
    """Return the text of a row with its raised marks apart from the words."""
    return tidy(" ".join(_spaced_fragment(f.text, f.plain or f.text) for f in row.fragments))


def _one_block(before: Row, row: Row) -> bool:
    size = max(before.size, row.size)
    if abs(before.box[3] - row.box[3]) < 0.4 * size and -1 < row.box[0] - before.box[2] < 1.5 * row.size:
        return True
    gap = row.box[1] - before.box[3]
    overlap = min(before.box[2], row.box[2]) - max(before.box[0], row.box[0])
    return -0.6 * row.size < gap < 0.75 * size and overlap > 0 and abs(before.size - row.size) < 0.25 * size


def reading_blocks(rows: tuple[Row, ...]) -> list[list[Row]]:
    """Return the rows of a page as blocks from top to bottom; the stream's order is often not the page's."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and _one_block(blocks[-1][-1], row):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return sorted(blocks, key=lambda b: (round(min(r.box[1] for r in b) / 4), min(r.box[0] for r in b)))


def _end_of_front(blocks: list[list[Row]]) -> Row | None:
    """Return the row with the heading of the introduction."""
    for block in blocks:
        for row in block:
            if len(row.text) < 60 and (starts_section(row.text) or REFERENCES_START.match(row.text)):
                return row
    return None


def _before(row: Row, end: Row) -> bool:
    return row.box[1] <= end.box[1] + 2 or row.box[2] < end.box[0]


def _page_blocks(front: Front, number: int) -> tuple[list[list[Row]], bool]:
    """Return a page's blocks up to the introduction, and whether the front matter ends on it."""
    blocks = reading_blocks(front.page_rows(number))
    end = _end_of_front(blocks)
    if end is not None:
        kept = [[row for row in block if _before(row, end)] for block in blocks]
        return [block for block in kept if block], True
    return blocks, any(ABSTRACT_HEADINGS.match(row.text) for block in blocks for row in block)


def _place(index: int, last: int) -> str:
    return "S" if index == 0 else "E" if index == last else "I"


def _words_of_block(block: list[Row]) -> list[_Placed]:
    """Return the words of a block."""
    words = [WORDS.findall(spaced_at_marks(row)) for row in block]
    last_row = len(block) - 1
    placed = []
    for r, (row, row_words) in enumerate(zip(block, words, strict=True)):
        last_word = len(row_words) - 1
        for w, word in enumerate(row_words):
            place = "S" if r == 0 and w == 0 else "E" if r == last_row and w == last_word else "I"
            placed.append((word, place, _place(w, last_word), row))
    return placed


def _compared(words: list[_Placed]) -> list[Token]:
    """Return the words as tokens, font and size compared with the word before and with all."""
    if not words:
        return []
    largest = max(row.size for *_, row in words) - 0.3
    smallest = min(row.size for *_, row in words) + 0.3
    compared = []
    font, points = "", 0.0
    for word, block, line, row in words:
        step = row.size - points
        compared.append(
            Token(
                word,
                block,
                line,
                "S" if row.font == font else "N",
                "S" if abs(step) < 0.3 else "H" if step > 0 else "L",
                row.bold,
                row.fragments[0].italic,
                row.size >= largest,
                row.size <= smallest,
                row.index,
                row.size,
            )
        )
        font, points = row.font, row.size
    return compared


def header_tokens(front: Front) -> list[Token]:
    """Return the words of the front matter: to the introduction, or the page of the abstract."""
    words: list[_Placed] = []
    for page in front.pages[:2]:
        blocks, over = _page_blocks(front, page.number)
        for block in blocks:
            words += _words_of_block(block)
        if over or len(words) > MOST_TOKENS:
            break
    return _compared(words[:MOST_TOKENS])
