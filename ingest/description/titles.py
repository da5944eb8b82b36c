"""Title candidates: runs of rows on the first pages, with what speaks for and against each."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.description.clues import Clues
from ingest.description.front import Block, Row, surrounding
from ingest.description.languages import language_of
from ingest.description.lexicon import (
    ABSTRACT_HEADINGS,
    AFFILIATION,
    AFTER_ABSTRACT,
    KEYWORD_HEADINGS,
    MONTH_PATTERN,
    starts_section,
)
from ingest.description.names import read_names
from ingest.description.wording import fold, joined, letters_share, likeness, tidy, words_of
from ingest.extraction.values import Box

_BANNER = re.compile(
    r"^(?:research|original|review|regular|short|brief|full|invited|technical|case|special|rapid)?\s*(?:articles?|paper"
    r"|reports?|notes?|communications?|letters?|review)\s*$|^open access$|^r\s?e\s?v\s?i\s?e\s?w|^arxiv:|^doi\b"
    r"|^https?:"
    r"|^www\.|^(?:vol\.|volume)\b|^issn|^isbn|^(?:draft|preprint)|^front cover$|^published|^journal of|^proceedings of"
    r"|^ieee transactions|^international journal|^university of\b|^contents? lists|^submitted|^jss$|^jmlr|sciencedirect"
    r"|^open journal|^software\b|^ej?ournal|^supplementary material$|^working papers?\b|^technical report"
    r"|^discussion paper|open access$|^editorial$|^innehåll|^rapport(?:\s+\d|$)|^report\s+\d|^forskningsrapport"
    r"|^policy brief|^research report|^actes\b|^taln\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"\b(?:vol\.|no\.|nr\.?\s?\d|pp\.|issn|isbn)|©|https?:|www\.|@", re.IGNORECASE)
_MONTH = re.compile(rf"\b(?:{MONTH_PATTERN})\b", re.IGNORECASE)
_NUMBERED_HEADING = re.compile(r"^\s*(?:\d|[IVX]+\.)")
_TRAILING_MARKS = re.compile(r"[\s\x01∗*†‡§¶⋆☆★✩]+$")
# A title of more rows than this is a paragraph.
_MOST_ROWS = 8
_MOST_LETTERS = 380
_MOST_ROWS_OF_A_COVER = 16
# Where covers alone were read, the commonest size is no size of running text.
_LARGEST_TEXT = 14.0


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
    return spans


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


def _word_features(text: str) -> dict[str, float]:
    words = [w for w in words_of(text) if len(w) > 1 and not w.isdigit()]
    count = len(words)
    folded = fold(text)
    return {
        "one word": float(count <= 1),
        "two words": float(count == 2),
        "few words": float(3 <= count <= 4),
        "many words": float(22 < count <= 32),
        "far too many words": float(count > 32),
        "capitals": float(text.isupper()),
        "banner": float(bool(_BANNER.search(text))),
        "notice": float(bool(_NOTICE.search(text))),
        "address": float(bool(AFFILIATION.search(text)) and count < 8),
        "heading": float(
            bool(ABSTRACT_HEADINGS.match(text) or KEYWORD_HEADINGS.match(text))
            or starts_section(text)
            or bool(AFTER_ABSTRACT.match(text))
        ),
        "date": float(bool(_MONTH.search(text)) and count <= 6 and any(c.isdigit() for c in text)),
        "ends with a stop": float(text.endswith(".") and count > 5),
        "small first letter": float(text[:1].islower()),
        "begins with a number": float(text[:1].isdigit()),
        "colon": float(":" in text[4:-4]),
        "question": float(text.endswith("?")),
        "letters": letters_share(text),
        "dots": float("...." in text or ". . ." in text),
        "quoted": float(folded.count(" et al") > 0),
    }


def _place_features(option: TitleOption, clues: Clues, sizes: Sequence[float]) -> dict[str, float]:
    front, rows = clues.front, option.rows
    page = front.page(rows[0].page)
    box = surrounding(rows)
    top, middle = box[1] / page.height, (box[0] + box[2]) / 2
    ratio = max(0.5, rows[0].size / front.body_size)
    larger = sum(size > rows[0].size * 1.04 for size in sizes)
    return {
        "size": min(2.0, math.log2(ratio)),
        "largest": float(larger == 0),
        "second largest": float(larger == 1),
        "rank by size": 1 / (1 + larger),
        "bold": float(rows[0].bold),
        "bold at the size of text": float(rows[0].bold and ratio < 1.1),
        "page 2": float(rows[0].page == 2),
        "page 3": float(rows[0].page == 3),
        "top": top,
        "at the very top": float(top < 0.07),
        "low": float(top > 0.6),
        "centred": float(abs(middle - page.width / 2) < 0.04 * page.width and box[2] - box[0] < 0.9 * page.width),
        "rows": min(6, len(rows)) / 6,
        "five rows": float(len(rows) >= 5),
        "first": float(rows[0].index == 0),
    }


def _source_features(option: TitleOption, clues: Clues) -> dict[str, float]:
    indexes = [row.index for row in option.rows]
    share = clues.labelled.share(indexes, "title")
    text = option.text
    info = likeness(text, clues.embedded.info_title) if clues.embedded.info_title else 0.0
    xmp = likeness(text, clues.embedded.xmp_title) if clues.embedded.xmp_title else 0.0
    return {
        "labelled": share,
        "exactly labelled": float("labeller" in option.sources),
        "labelled as something else": float(
            share < 0.1 and any(clues.labelled.share(indexes, x) > 0.5 for x in ("author", "aff", "abstract", "addr"))
        ),
        "info": float(info >= 0.9),
        "like info": float(0.7 <= info < 0.9),
        "within info": float(info < 0.9 and clues.info_title_words > 0 and clues.in_info(text)),
        "xmp": float(xmp >= 0.9),
        "runs": float(clues.runs_on(text)),
        "file name": clues.file_name_share(text),
        "repeated": float(clues.repeated(text)),
        "against info": float(bool(clues.embedded.info_title) and info < 0.7 and clues.info_on_page),
        "sidecar": float(bool(clues.sidecar_title) and likeness(text, clues.sidecar_title) >= 0.9),
    }


def _neighbour_features(option: TitleOption, clues: Clues, spans: Mapping[tuple[int, ...], float]) -> dict[str, float]:
    """Return what stands around: names below, the abstract below or above, a longer span of the same look."""
    last = option.rows[-1]
    below = clues.rows_below(last, 3)
    names = [read_names(row.plain) for row in below]
    own = read_names(" , ".join(row.plain for row in option.rows))
    start, key = option.rows[0].index, {row.index for row in option.rows}
    abstract = clues.abstract_row
    return {
        "names below": float(any(n.names and len(n.names) >= n.rejected for n in names)),
        "labelled names below": float(any(clues.labelled.share([r.index], "author") > 0.5 for r in below)),
        "is names": float(bool(own.names) and not own.rejected),
        "abstract below": float(abstract is not None and abstract.index > start),
        "abstract above": float(abstract is not None and abstract.index < start),
        "part of a longer one": float(any(key < set(other) for other in spans)),
        "labelled part of a longer one": float(any(key < set(other) and share > 0.9 for other, share in spans.items())),
        "has a subtitle": float(bool(subtitle_rows(option, clues))),
        "one word and a subtitle": float(len(words_of(option.text)) <= 2 and bool(subtitle_rows(option, clues))),
        "right under a larger one": float(_under_larger(option, clues)),
        "made of two": float(len({(row.size, row.bold) for row in option.rows}) > 1),
    }


def _under_larger(option: TitleOption, clues: Clues) -> bool:
    """Tell whether the rows stand close under much larger ones, as a subtitle does."""
    first = option.rows[0]
    if first.index == 0:
        return False
    above = clues.front.rows[first.index - 1]
    close = above.page == first.page and -above.size < first.box[1] - above.box[3] < 1.2 * above.size
    return close and above.size > 1.2 * first.size and len(above.text) > 5


def title_features(options: Sequence[TitleOption], clues: Clues) -> list[dict[str, float]]:
    """Return the features of each title candidate."""
    spans = {
        tuple(row.index for row in o.rows): clues.labelled.share([row.index for row in o.rows], "title")
        for o in options
    }
    sizes = sorted({o.rows[0].size for o in options if o.rows[0].page <= 2 and len(words_of(o.text)) > 1})
    return [
        _word_features(option.text)
        | _place_features(option, clues, sizes)
        | _source_features(option, clues)
        | _neighbour_features(option, clues, spans)
        for option in options
    ]


def subtitle_rows(title: TitleOption, clues: Clues) -> tuple[Row, ...]:
    """Return the rows of the subtitle: the block close under the title, smaller than it, larger than the text."""
    if not title.rows:
        return ()
    last, front = title.rows[-1], clues.front
    for block in front.blocks:
        first = block.rows[0]
        if first.index != last.index + 1 or first.page != last.page:
            continue
        text = tidy(block.text)
        # A cover has room to spare between title and subtitle.
        cover = len(front.page_rows(first.page)) <= _MOST_ROWS_OF_A_COVER
        close = first.box[1] - last.box[3] < (3.2 if cover else 1.6) * last.size
        sized = 1.08 * min(front.body_size, _LARGEST_TEXT) < first.size < 1.02 * last.size
        if close and sized and len(block.rows) <= 4 and _is_subtitle(text, block, clues):
            return block.rows
    return ()


def _is_subtitle(text: str, block: Block, clues: Clues) -> bool:
    words = words_of(text)
    if not 2 <= len(words) <= 30 or AFFILIATION.search(text) or _BANNER.search(text) or _NOTICE.search(text):
        return False
    if _MONTH.search(text) and any(c.isdigit() for c in text) and len(words) <= 6:
        return False
    if ABSTRACT_HEADINGS.match(text) or starts_section(text) or KEYWORD_HEADINGS.match(text):
        return False
    found = read_names(" , ".join(row.plain for row in block.rows))
    if found.names and len(found.names) >= found.rejected:
        return False
    indexes = [row.index for row in block.rows]
    return max(clues.labelled.share(indexes, x) for x in ("aff", "addr", "email")) < 0.5


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
        language, sure = language_of(text)
        if _NUMBERED_HEADING.match(text) or not _near_title(block, title, clues):
            continue
        plain = not (AFFILIATION.search(text) or _NOTICE.search(text) or _word_features(text)["heading"])
        if plain and sure and language.split("-")[0] != own.split("-")[0] and not read_names(first.plain).names:
            yield text, language, first
