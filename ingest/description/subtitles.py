"""What belongs to a title beside it: its subtitle, and the same title in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.description.clues import Clues
from ingest.description.front import MOST_ROWS_OF_A_COVER, Block, Row
from ingest.description.languages import language_of
from ingest.description.lexicon import ABSTRACT_HEADINGS, AFFILIATION, ROLE_LABELS
from ingest.description.names import is_inverted, read_names
from ingest.description.title_words import BANNER, MONTH, NOTICE, NUMBERED_HEADING, is_heading, is_phrase
from ingest.description.titles import TitleOption, printed_title
from ingest.description.wording import fold, joined, tidy, words_of

# Where covers alone were read, the commonest size is no size of running text.
_LARGEST_TEXT = 14.0
_MOST_WORDS = 30
_ADDRESS = re.compile(r"@|https?:|www\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSubtitle:
    """A subtitle, the rows it stands in (none where only the file has it), and how sure it is."""

    text: str
    rows: tuple[Row, ...]
    source: str
    sureness: float


def _below(last: Row, clues: Clues) -> list[Block]:
    """Return the blocks under a row as a subtitle stands: close, smaller than it, larger than the text."""
    front = clues.front
    # A cover has room to spare between title and subtitle.
    cover = len(front.page_rows(last.page)) <= MOST_ROWS_OF_A_COVER
    highest, lowest = last.box[3] - 0.5 * last.size, last.box[3] + (3.2 if cover else 1.6) * last.size
    smallest, largest = 1.08 * min(front.body_size, _LARGEST_TEXT), 1.02 * last.size
    return [
        block
        for block in front.blocks
        if smallest < (first := block.rows[0]).size < largest
        and highest < first.box[1] < lowest
        and first.page == last.page
        and len(block.rows) <= 4
        and _share_a_column(first, last)
    ]


def _share_a_column(one: Row, other: Row) -> bool:
    """Tell whether two rows have a part of the page's width in common, or nearly."""
    slack = 2 * max(one.size, other.size)
    return one.box[0] < other.box[2] + slack and other.box[0] < one.box[2] + slack


def rows_below_title(title: TitleOption, clues: Clues) -> tuple[Row, ...]:
    """Return the rows of the subtitle that stands right under a title."""
    if not title.rows:
        return ()
    last = title.rows[-1]
    mine = {row.index for row in title.rows}
    below = [block for block in _below(last, clues) if block.rows[0].index not in mine]
    # The block that is painted next comes first, then the nearest: on covers the order of painting says little.
    below.sort(key=lambda block: (block.rows[0].index != last.index + 1, block.box[1]))
    return below[0].rows if below and _is_subtitle(below[0].text, below[0], clues) else ()


def _is_subtitle(text: str, block: Block, clues: Clues) -> bool:
    words = words_of(text)
    if not 2 <= len(words) <= _MOST_WORDS or BANNER.search(text) or NOTICE.search(text) or _ADDRESS.search(text):
        return False
    if MONTH.search(text) and any(c.isdigit() for c in text) and len(words) <= 6:
        return False
    if is_heading(text) or ROLE_LABELS.match(text):
        return False
    if is_phrase(text):
        return True
    indexes = [row.index for row in block.rows]
    inverted = all(is_inverted(row.plain) for row in block.rows)
    found = read_names((" ; " if inverted else " , ").join(row.plain for row in block.rows), alone=inverted)
    if _is_address(text, words) or (found.names and len(found.names) >= found.rejected):
        return False
    return max(clues.labelled.share(indexes, x) for x in ("aff", "addr", "email")) < 0.5


def _is_address(text: str, words: list[str]) -> bool:
    """Tell whether a text names a place of work; in a longer phrase in small letters such a word may stand later on."""
    place = AFFILIATION.place(text)
    small = sum(word[0].islower() for word in words)
    return place >= 0 and (len(words) < 6 or place < 12 or small < 0.6 * len(words))


def _below_the_same(title: TitleOption, clues: Clues) -> tuple[Row, ...]:
    """Return the subtitle under the same title on another of the first pages, as on a half-title."""
    wanted = fold(title.text)
    mine = {row.index for row in title.rows}
    for block, folded in zip(clues.front.blocks, clues.folded_blocks, strict=True):
        if folded == wanted and not mine & {row.index for row in block.rows}:
            again = TitleOption(text=block.text, rows=block.rows, sources=("layout",))
            if rows := rows_below_title(again, clues):
                return rows
    return ()


def _after_title(text: str, title: str) -> str:
    """Return what follows a title in a text that begins with it, behind a sign that parts title and subtitle."""
    count = len(words_of(title))
    words = list(re.finditer(r"[^\W_]+", text))
    if count < 2 or len(words) < count + 2 or fold(text[: words[count - 1].end()]) != fold(title):
        return ""
    parted, rest = text[words[count - 1].end() : words[count].start()], text[words[count].start() :]
    return tidy(rest) if parted.strip() and len(words) - count <= _MOST_WORDS else ""


def _in_the_file(title: TitleOption, clues: Clues) -> FoundSubtitle | None:
    """Return the subtitle that the file's own metadata or an imprint have behind the title, if it is on the page."""
    for source, text in (("xmp", clues.embedded.xmp_title), ("info", clues.embedded.info_title)):
        rest = _after_title(text, title.text)
        if rest and fold(rest) in clues.folded_front:
            blocks = zip(clues.front.blocks, clues.folded_blocks, strict=True)
            rows = next((block.rows for block, folded in blocks if fold(rest) == folded), ())
            return FoundSubtitle(text=rest, rows=rows, source=source, sureness=0.85)
    begun = fold(title.text)
    for block, folded in zip(clues.front.blocks, clues.folded_blocks, strict=True):
        rest = _after_title(block.text, title.text) if folded.startswith(begun) else ""
        if rest and not is_heading(rest) and not read_names(rest).names and not NOTICE.search(rest):
            return FoundSubtitle(text=rest.rstrip(" ."), rows=block.rows, source="layout", sureness=0.65)
    return None


def find_subtitle(title: TitleOption, clues: Clues) -> FoundSubtitle | None:
    """Return the subtitle: under the title, under the same title on another page, or behind it in the metadata."""
    for rows, sureness in ((rows_below_title(title, clues), 0.8), (_below_the_same(title, clues), 0.75)):
        if rows:
            return FoundSubtitle(text=joined(row.text for row in rows), rows=rows, source="layout", sureness=sureness)
    return _in_the_file(title, clues) if title.rows else None


def _near_title(block: Block, title: TitleOption, clues: Clues) -> bool:
    """Tell whether a block stands near the title or right above a second abstract."""
    distance = block.rows[0].index - title.rows[-1].index
    following = clues.rows_below(block.rows[-1], 3)
    return 0 < distance <= 12 or any(ABSTRACT_HEADINGS.match(row.text) for row in following)


def other_titles(title: TitleOption, clues: Clues) -> Iterator[tuple[str, str, Row]]:
    """Yield titles in another language: blocks near the title and set as it is, or above a second abstract."""
    if not title.rows:
        return
    own, _ = language_of(title.text)
    mine = {row.index for row in title.rows}
    for block in clues.front.blocks:
        first = block.rows[0]
        if first.page != title.page or mine & {row.index for row in block.rows} or len(block.rows) > 5:
            continue
        text = printed_title(block.rows)
        if len(words_of(text)) < 4 or not 0.72 * title.rows[0].size <= first.size <= 1.1 * title.rows[0].size:
            continue
        if first.size < 1.04 * clues.front.body_size and not first.bold:
            continue
        if NUMBERED_HEADING.match(text) or not _near_title(block, title, clues):
            continue
        language, sure = language_of(text)
        plain = not (AFFILIATION.search(text) or NOTICE.search(text) or is_heading(text))
        if plain and sure and language.split("-")[0] != own.split("-")[0] and not read_names(first.plain).names:
            yield text, language, first
