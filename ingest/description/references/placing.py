"""Where the reference list stands: its lines, from the heading to what follows the list."""

from __future__ import annotations

import re
from collections import Counter

from ingest.description.references.bounding import YEAR, ListLine, unheaded, without_notes, without_tail
from ingest.description.wording import tidy, unspaced
from ingest.extraction.references_place import has_heading
from ingest.extraction.values import Extraction, Line, Page

_AFTER = re.compile(
    r"^\s*(?:\d{1,2}\.?\s+)?(?:appendix|appendices|appendix [a-z]\b.*|supplementary.{0,40}|acknowledge?ments?"
    r"|supporting information|online appendi(?:x|ces)|remerciements|agradecimientos|agradecimentos|tack|förkortningar"
    r"|abbreviations|glossary|(?:author )?contributions|funding|conflicts? of interest|data availability.{0,20}"
    r"|tables? and figures?|figures? and tables?|tabell(?:er)?|figur(?:er)?|tableaux|прилог(?:и)?\b.*|prilo(?:g|zi)\b.*"
    r"|bilag(?:a|or)\b.*|annexes?\b.*"
    r"|annexe\b.*|anexos?\b.*|[A-H]\.?\d*\s+(?:proofs?|appendix|additional|details)\b.*|about the authors?"
    r"|author biograph.*"
    r"|biograph(?:y|ies)|notes?|endnotes|fotnoter|om författar\w*|figures?|tables?)\s*:?\s*$",
    re.IGNORECASE,
)
# The lives of the authors, which follow the list in magazines of engineers.
_BIOGRAPHY = re.compile(
    r"^(?:[A-Z][\w.\-]+\s+){2,5}(?:\([^)]{2,40}\)\s+)?"
    r"(?:received|is (?:currently )?(?:a|an|the|with)|was born|joined)\b"
)
_MOST_LINES = 6000
_LONGEST_HEADING = 60


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", tidy(text)).lower()


def _at_edge(line: Line, page: Page) -> bool:
    return line.box[3] < 0.09 * page.height or line.box[1] > 0.91 * page.height


def _in_band(line: Line, page: Page) -> bool:
    return line.box[3] < 0.13 * page.height or line.box[1] > 0.87 * page.height


def _furniture(pages: list[Page]) -> Counter[str]:
    """Return how often each line at a page's edge comes, digits apart."""
    return Counter(_masked(line.text) for page in pages for line in page.lines if _at_edge(line, page))


def _is_furniture(line: Line, page: Page, repeated: Counter[str], named: frozenset[str]) -> bool:
    masked = _masked(line.text)
    # A bare number is furniture at the edge alone: elsewhere it is the end of a DOI.
    if masked in named and len(masked) > 8:
        return True
    if _at_edge(line, page) and (repeated[masked] > 1 or len(masked) < 6):
        return True
    return _in_band(line, page) and line.text.strip() in page.furniture


def _merged(before: ListLine | None, line: ListLine) -> ListLine | None:
    """Return the two as one line where the second goes on in the first one's row."""
    if before is None or before.page != line.page:
        return None
    size = max(before.size, line.size)
    gap = line.box[0] - before.box[2]
    if abs(before.box[3] - line.box[3]) < 0.45 * size and -0.5 * size < gap < 3.5 * size:
        glue = "" if gap < 0.12 * size else " "
        return ListLine(
            text=f"{before.text}{glue}{line.text}",
            page=line.page,
            box=(before.box[0], min(before.box[1], line.box[1]), line.box[2], max(before.box[3], line.box[3])),
            size=before.size,
        )
    return None


def _lines(pages: list[Page]) -> list[ListLine]:
    repeated = _furniture(pages)
    lines: list[ListLine] = []
    for page in pages:
        named = frozenset(_masked(text) for text in page.furniture)
        for line in page.lines:
            if line.rotated or not line.text.strip() or _is_furniture(line, page, repeated, named):
                continue
            new = ListLine(text=line.text.replace("\t", " ").strip(), page=page.number, box=line.box, size=line.size)
            merged = _merged(lines[-1] if lines else None, new)
            if merged:
                lines[-1] = merged
            else:
                lines.append(new)
    return lines[:_MOST_LINES]


def _trailing_pages(extraction: Extraction) -> list[Page]:
    """Return the pages with lines beyond the front, and the front where the paper is short."""
    short = extraction.page_count <= 4
    return [page for page in extraction.pages if page.lines and (page.number > 1 or short)]


def _end(lines: list[ListLine], start: int) -> int:
    """Return the place of the first line after the list: another heading, or far larger letters."""
    for place in range(start + 1, len(lines)):
        line = lines[place]
        if _BIOGRAPHY.match(line.text):
            return place
        if (
            len(line.text) < 70
            and _AFTER.match(line.text)
            and (line.size >= lines[start].size - 0.6 or line.text.isupper())
        ):
            return place
    return len(lines)


def reference_lines(extraction: Extraction) -> list[ListLine]:
    """Return the lines of the reference list, without its heading; nothing where there is none."""
    lines = _lines(_trailing_pages(extraction))
    starts = [place for place, line in enumerate(lines) if len(line.text) < _LONGEST_HEADING and _is_heading(line.text)]
    for start in reversed(starts):
        found = without_tail(without_notes(lines[start + 1 : _end(lines, start)]))
        if _has_years(found):
            return found
    return without_tail(without_notes(unheaded(lines)))


def _is_heading(text: str) -> bool:
    return has_heading(unspaced(tidy(text)))


def _has_years(lines: list[ListLine]) -> bool:
    """Tell whether lines can be a list of works: a year stands in one of nine of them at least."""
    years = sum(bool(YEAR.search(line.text)) for line in lines[:200])
    return bool(lines) and years >= max(1, min(len(lines), 200) // 9)
