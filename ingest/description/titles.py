"""Title candidates: runs of rows on the first pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.description.clues import Clues
from ingest.description.front import Block, Row, surrounding
from ingest.description.wording import joined, letters_share
from ingest.extraction.values import Box

_TRAILING_MARKS = re.compile(r"[\s\x01∗*†‡§¶⋆☆★✩]+$")
# A title of more rows than this is a paragraph.
_MOST_ROWS = 8
_MOST_LETTERS = 380


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleOption:
    """A title as it stands on the paper, or (without rows) as a source outside the pages has it."""

    text: str
    rows: tuple[Row, ...]
    sources: tuple[str, ...]

    @property
    def box(self) -> Box | None:
        return surrounding(self.rows) if self.rows else None

    @property
    def page(self) -> int | None:
        return self.rows[0].page if self.rows else None


def printed_title(rows: Sequence[Row]) -> str:
    """Return the text of rows as a title, without the footnote mark at its end."""
    texts = [row.text for row in rows]
    last = rows[-1]
    plain = _TRAILING_MARKS.sub("", last.plain.rstrip())
    if len(last.plain) == len(last.text):
        texts[-1] = last.text[: len(plain)]
    return _TRAILING_MARKS.sub("", joined(texts))


def _plausible(rows: Sequence[Row], body: float) -> bool:
    text = " ".join(row.text for row in rows)
    if len(rows) > _MOST_ROWS or len(text) > _MOST_LETTERS or len(text) < 4:
        return False
    return rows[0].size >= 0.92 * body and letters_share(text) >= 0.55


def _similar(one: Block, other: Block) -> bool:
    """Tell whether two neighbouring blocks may be one title: nearly one size, close, or one size and not far."""
    if one.page != other.page:
        return False
    above, below = one.rows[-1], other.rows[0]
    gap = below.box[1] - above.box[3]
    step = abs(below.size - above.size) / max(below.size, above.size)
    return -0.5 * above.size < gap < (2.2 if step < 0.06 else 1.2) * above.size and step < 0.3


def _runs_of_rows(clues: Clues) -> list[tuple[Row, ...]]:
    """Return the spans of rows that may be a title: blocks, neighbouring blocks, blocks from top to bottom."""
    front = clues.front
    spans: list[tuple[Row, ...]] = []
    for page in front.pages[:3]:
        blocks = [b for b in front.blocks if b.page == page.number]
        downward = sorted(blocks, key=lambda b: (b.box[1], b.box[0]))
        for order in (blocks, downward):
            spans += [block.rows for block in order]
            for one, other in itertools.pairwise(order):
                if _similar(one, other):
                    spans.append(one.rows + other.rows)
            for first, second, third in zip(order, order[1:], order[2:], strict=False):
                if _similar(first, second) and _similar(second, third):
                    spans.append(first.rows + second.rows + third.rows)
            spans += _whole_runs(order)
    return spans


def _whole_runs(order: Sequence[Block]) -> list[tuple[Row, ...]]:
    """Return the rows of four and more neighbouring blocks of one look: a title with each row far from the next."""
    runs: list[list[Block]] = []
    for block in order:
        alike = runs and runs[-1][-1].bold == block.bold and abs(runs[-1][-1].size - block.size) < 0.03 * block.size
        if alike and _similar(runs[-1][-1], block):
            runs[-1].append(block)
        else:
            runs.append([block])
    return [tuple(row for block in run for row in block.rows) for run in runs if len(run) > 3]


def _labelled_rows(clues: Clues) -> list[tuple[Row, ...]]:
    """Return the rows that the labeller takes for titles, run by run."""
    spans = []
    by_index = {row.index: row for row in clues.front.rows}
    for run in clues.labelled.runs("title"):
        indexes = list(dict.fromkeys(token.row for token in run))
        rows = tuple(by_index[i] for i in indexes if clues.labelled.share([i], "title") > 0.5)
        if rows and len({row.page for row in rows}) == 1:
            spans.append(rows)
    return spans


def title_options(clues: Clues) -> list[TitleOption]:
    """Return all title candidates of a paper, each span of rows once."""
    options: dict[tuple[int, ...], TitleOption] = {}
    labelled = _labelled_rows(clues)
    for source, spans in (("layout", _runs_of_rows(clues)), ("labeller", labelled)):
        for rows in spans:
            key = tuple(row.index for row in rows)
            if not _plausible(rows, clues.front.body_size):
                continue
            if key in options:
                before = options[key]
                if source not in before.sources:
                    options[key] = TitleOption(text=before.text, rows=rows, sources=(*before.sources, source))
                continue
            options[key] = TitleOption(text=printed_title(rows), rows=rows, sources=(source,))
    return list(options.values())
