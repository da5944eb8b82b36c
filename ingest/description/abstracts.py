"""Abstracts and keywords: the text under their headings, in each language they are given in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.description.clues import Clues
from ingest.description.front import Row, surrounding
from ingest.description.languages import language_of
from ingest.description.lexicon import ABSTRACT_HEADINGS, AFTER_ABSTRACT, KEYWORD_HEADINGS, starts_section
from ingest.description.wording import joined, likeness, tidy
from ingest.extraction.values import Box

_NUMBERED_HEADING = re.compile(r"^(?:\d+\.?|[IVX]+\.)\s+[A-ZÅÄÖÉ]")
# Bold words inside an abstract in parts, as medical journals set them.
_PART = re.compile(
    r"(?:methods?|results?|conclusions?|background|objectives?|purpose|findings|discussion|aims?|bakgrund|syfte|metod"
    r"|resultat|slutsats)",
    re.IGNORECASE,
)
# The dots that lead to a page number in a list of contents, with or without spaces.
_LEADER = re.compile(r"(?:[.…]\s?){4,}")
_LEAST, _MOST = 100, 4500


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundText:
    """A text with its language, where it begins, and how it was found."""

    text: str
    language: str
    source: str
    page: int
    box: Box


def _heading(row: Row) -> re.Match[str] | None:
    """Return the match of an abstract's heading at the row's start, unless the row goes on as a sentence."""
    match = ABSTRACT_HEADINGS.match(row.text)
    if match is None:
        return None
    rest = row.text[match.end() :]
    if rest and not match["mark"]:
        heading = match["heading"]
        if rest[0].islower() or (heading[0].islower() and not row.bold):
            return None
        if rest.isdigit():
            return None
    if _LEADER.search(row.text) or (re.search(r"\s\d{1,3}$", row.text) and len(row.text) < 60 and not match["mark"]):
        return None
    return match


def _ends(row: Row, first: Row | None, count: int, letters: int) -> bool:
    """Tell whether a row is no longer of the abstract that has `count` rows and `letters` letters so far."""
    text = row.text
    if len(text) < 200 and (starts_section(text) or KEYWORD_HEADINGS.match(text) or AFTER_ABSTRACT.match(text)):
        return True
    if first is None or count <= 2:
        return False
    short = len(text) < 80
    if _NUMBERED_HEADING.match(text) and short and (row.bold or row.size > 1.08 * first.size):
        return True
    if row.size > 1.15 * first.size and short:
        return True
    if row.bold and not first.bold and len(text) < 60 and not _PART.match(text):
        return True
    if row.page != first.page and letters > 600:
        return True
    above = row.page == first.page and row.box[3] < first.box[1] - 30 and row.box[0] > first.box[0] - 20
    return count > 3 and above and abs(row.size - first.size) > 0.4


def _collect(rows: Sequence[Row], start: int, rest: str) -> tuple[list[Row], list[str]]:
    """Return the rows of the abstract whose heading is at `start`, and its lines of text."""
    texts = [rest] if len(rest) > 3 else []
    used = [rows[start]]
    first: Row | None = rows[start] if len(rest) > 40 else None
    letters = len(rest)
    for row in rows[start + 1 :]:
        if _ends(row, first, len(used), letters) or (len(used) > 1 and _heading(row)):
            break
        if first is None and len(row.text) > 20:
            first = row
        if first is not None and len(used) > 2 and row.size < 0.85 * first.size:
            continue
        texts.append(row.text)
        used.append(row)
        letters += len(row.text)
        if letters > _MOST:
            break
    return used, texts


def _after_headings(text: str, headings: re.Pattern[str]) -> str:
    """Return what follows the heading or headings ("Résumé - Abstract") at a text's start."""
    while match := headings.match(text):
        text = text[match.end() :]
    return text


def _base_language(lines: Sequence[str]) -> str:
    return language_of(" ".join(lines))[0].split("-")[0]


def _by_language(lines: list[str]) -> list[list[str]]:
    """Return the lines of an abstract, parted where another language begins."""
    third = len(lines) // 3
    if third < 2 or _base_language(lines[:third]) == _base_language(lines[-third:]):
        return [lines]
    second = _base_language(lines[-third:])
    for place in range(third, len(lines) - 1):
        if _base_language(lines[place : place + 3]) == second and _base_language(lines[place : place + 1]) == second:
            return [lines[:place], lines[place:]]
    return [lines]


def _found(text: str, rows: Sequence[Row], source: str, fallback: str) -> FoundText:
    page = rows[0].page
    return FoundText(
        text=text,
        language=language_of(text)[0] or fallback,
        source=source,
        page=page,
        box=surrounding([row for row in rows if row.page == page]),
    )


def _under_headings(clues: Clues) -> list[FoundText]:
    rows = clues.front.rows
    found: list[FoundText] = []
    for start, row in enumerate(rows):
        match = _heading(row)
        if match is None or len(found) > 3:
            continue
        used, texts = _collect(rows, start, _after_headings(row.text, ABSTRACT_HEADINGS))
        for part in _by_language(texts):
            text = joined(part)
            if len(text) >= _LEAST and not any(likeness(text, f.text) > 0.8 for f in found):
                found.append(_found(text, used, "layout", clues.language))
    return found


def _labelled(clues: Clues) -> list[FoundText]:
    """Return what the labeller takes for an abstract, where no heading shows one; a numbered section is none."""
    by_index = {row.index: row for row in clues.front.rows}
    rows: list[Row] = []
    for run in clues.labelled.runs("abstract"):
        if len(run) > 25:
            rows += [by_index[i] for i in dict.fromkeys(token.row for token in run) if by_index[i] not in rows]
    kept = [row for row in rows if clues.labelled.share([row.index], "abstract") > 0.5]
    text = ABSTRACT_HEADINGS.sub("", joined(row.text for row in kept))
    if len(text) < _LEAST or _NUMBERED_HEADING.match(text):
        return []
    return [_found(text, kept, "labeller", clues.language)]


def find_abstracts(clues: Clues) -> list[FoundText]:
    """Return the abstracts, the one in the paper's language first."""
    found = [f for f in _under_headings(clues) or _labelled(clues) if not _LEADER.search(f.text)]
    return sorted(found, key=lambda f: f.language.split("-")[0] != clues.language.split("-")[0])


def _split_keywords(text: str) -> tuple[str, ...]:
    separator = ";" if ";" in text else "·" if "·" in text else "•" if "•" in text else ","
    words = [tidy(word).strip(" .,:;") for word in text.split(separator)]
    return tuple(word for word in words if 1 < len(word) < 80)


def find_keywords(clues: Clues) -> tuple[tuple[str, ...], Row] | None:
    """Return the keywords in the paper's language, or the first ones, and the row with their heading."""
    rows = clues.front.rows
    found: list[tuple[tuple[str, ...], Row]] = []
    for place, row in enumerate(rows):
        match = KEYWORD_HEADINGS.match(row.text)
        if match is None:
            continue
        texts = [_after_headings(row.text, KEYWORD_HEADINGS)]
        for following in rows[place + 1 : place + 6]:
            ended = texts[-1].rstrip().endswith(".") and len(" ".join(texts)) > 8
            heading = starts_section(following.text) or _heading(following) or AFTER_ABSTRACT.match(following.text)
            apart = following.page != row.page or following.box[1] - row.box[3] > 6 * row.size
            if ended or heading or apart or KEYWORD_HEADINGS.match(following.text):
                break
            if abs(following.size - row.size) > 0.15 * row.size or _NUMBERED_HEADING.match(following.text):
                break
            texts.append(following.text)
        words = _split_keywords(joined(texts))
        if words and max(map(len, words)) < 70 and len(words) <= 15:
            found.append((words, row))
    for words, row in found:
        if language_of(", ".join(words))[0].split("-")[0] == clues.language.split("-")[0]:
            return words, row
    return found[0] if found else None
