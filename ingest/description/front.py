"""The front matter of a paper as rows and blocks: what stands together in one look on the first pages."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.description.title_words import ends_open
from ingest.description.wording import joined, tidy
from ingest.extraction.values import Box, Extraction, Line, Page

FRONT_PAGES = 3
MOST_ROWS_OF_A_COVER = 16
# Shorter, capitals may be the abbreviation that a title begins with.
_LEAST_IN_CAPITALS = 12
# Points; letters that a matrix makes flat have none.
_LEAST_SIZE = 0.1
# TeX's accents sometimes make a line of their own.
_ACCENTS_ALONE = " \t´`¨ˆ˜ˇ˚¸˝\xad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Fragments of one line of print; `index` counts rows through the front pages."""

    page: int
    index: int
    fragments: tuple[Line, ...]
    text: str
    # The text in lower case, in which finders look for their words.
    lower: str
    plain: str
    box: Box
    size: float
    bold: bool
    font: str

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows that follow each other in one size and weight."""

    rows: tuple[Row, ...]
    text: str

    @property
    def page(self) -> int:
        return self.rows[0].page

    @property
    def size(self) -> float:
        return self.rows[0].size

    @property
    def bold(self) -> bool:
        return self.rows[0].bold

    @property
    def box(self) -> Box:
        return surrounding(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The first pages: rows in reading order, blocks, the size of running text, page sizes."""

    pages: tuple[Page, ...]
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...]
    body_size: float
    text: str
    # Asked for by every finder for every candidate.
    rows_by_page: Mapping[int, tuple[Row, ...]]

    def page_rows(self, number: int) -> tuple[Row, ...]:
        return self.rows_by_page.get(number, ())

    def page(self, number: int) -> Page:
        return next(page for page in self.pages if page.number == number)


def surrounding(rows: tuple[Row, ...] | list[Row]) -> Box:
    """Return the smallest box around rows."""
    return (
        min(row.box[0] for row in rows),
        min(row.box[1] for row in rows),
        max(row.box[2] for row in rows),
        max(row.box[3] for row in rows),
    )


def _same_row(before: Line, line: Line) -> bool:
    """Tell whether a fragment goes on where the one before it ended."""
    size = max(before.size, line.size)
    gap = line.box[0] - before.box[2]
    return abs(before.box[3] - line.box[3]) < 0.3 * size and -0.3 * size <= gap < 1.2 * size


def _row(fragments: list[Line], page: int, index: int) -> Row:
    main = max(fragments, key=lambda f: len(f.text))
    boxes = [f.box for f in fragments]
    text = tidy(" ".join(f.text for f in fragments))
    return Row(
        page=page,
        index=index,
        fragments=tuple(fragments),
        text=text,
        lower=text.lower(),
        plain=" ".join(_without_false_marks(f) for f in fragments),
        box=(min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)),
        size=max(main.size, _LEAST_SIZE),
        bold=main.bold,
        font=main.font,
    )


def _without_false_marks(line: Line) -> str:
    """Return a line's plain text with raised letters inside words put back: some fonts set single letters higher."""
    plain, text = line.plain or line.text, line.text
    if "\x01" not in plain or len(plain) != len(text):
        return plain
    letters = list(plain)
    for place, mark in enumerate(plain[:-1]):
        if mark == "\x01" and text[place].isalpha() and plain[place + 1].isalpha():
            letters[place] = text[place]
    return "".join(letters)


def is_upright(line: Line) -> bool:
    """Tell whether a line runs across the page; a slightly tilted title does, a stamp in the margin does not."""
    return not line.rotated or line.box[2] - line.box[0] > 2 * (line.box[3] - line.box[1])


def rows_of(page: Page, first_index: int = 0) -> list[Row]:
    """Return the upright lines of a page with the fragments of one baseline put together."""
    groups: list[list[Line]] = []
    for line in page.lines:
        if not is_upright(line) or not line.text.strip(_ACCENTS_ALONE):
            continue
        if groups and _same_row(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_row(group, page.number, first_index + n) for n, group in enumerate(groups)]


def _continues(before: Row, row: Row) -> bool:
    """Tell whether a row is set like the one above it and close under it."""
    if before.page != row.page or abs(row.size - before.size) > 0.06 * row.size or row.bold != before.bold:
        return False
    below = row.box[1] - before.box[1]
    return -1 <= below < 2.6 * row.size and row.box[0] < before.box[2] + 20 and before.box[0] < row.box[2] + 20


def _leaves_capitals(group: list[Row], row: Row) -> bool:
    """Tell whether rows in capitals end here: under a title so set, small letters are its subtitle or the authors.

    Not where the phrase goes on: over a word that ends none, or in a row that begins small.
    """
    text = " ".join(above.text for above in group)
    if not text.isupper() or len(text.split()) < 2 or len(text) < _LEAST_IN_CAPITALS or ends_open(text.lower()):
        return False
    return row.text[0].isupper() and not row.text.isupper()


def blocks_of(rows: list[Row]) -> list[Block]:
    """Return consecutive rows of one look as blocks, in the order of the rows."""
    groups: list[list[Row]] = []
    for row in rows:
        if groups and _continues(groups[-1][-1], row) and not _leaves_capitals(groups[-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [Block(rows=tuple(group), text=joined(row.text for row in group)) for group in groups]


def body_size(pages: tuple[Page, ...]) -> float:
    """Return the commonest size of letters on pages, in points, by number of characters."""
    sizes = [
        line.size for page in pages for line in page.lines if len(line.text) > 20 for _ in range(len(line.text) // 10)
    ]
    return max(statistics.median(sizes), _LEAST_SIZE) if sizes else 10.0


def front_matter(extraction: Extraction) -> Front:
    """Return the first pages of a paper that carry lines."""
    pages = tuple(page for page in extraction.pages if page.number <= FRONT_PAGES and page.lines)
    rows: list[Row] = []
    blocks: list[Block] = []
    by_page: dict[int, tuple[Row, ...]] = {}
    for page in pages:
        found = rows_of(page, len(rows))
        by_page[page.number] = tuple(found)
        rows += found
        blocks += blocks_of(found)
    return Front(
        pages=pages,
        rows=tuple(rows),
        blocks=tuple(blocks),
        body_size=body_size(pages),
        text="\n".join(row.text for row in rows),
        rows_by_page=by_page,
    )
