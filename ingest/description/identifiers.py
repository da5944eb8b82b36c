"""Identifiers of the paper itself: DOI, ISBN, ISSN, URN, arXiv. What belongs to a cited work is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import isbn, issn

from ingest.description.clues import Clues
from ingest.description.front import Row
from ingest.extraction.values import Box

DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>“”|{}]+)", re.IGNORECASE)
_REFERENCES = re.compile(
    r"^\s*(?:references|bibliography|referenser|références|bibliographie|literatur)\s*:?\s*$", re.IGNORECASE
)
# Templates print these for authors to fill in.
_PLACEHOLDER = re.compile(r"10\.\d+/(?:n{4,}|x{4,}|0{6,}|1{6,}|123456|nnnnnnn|placeholder)", re.IGNORECASE)
_INTRODUCED = re.compile(r"(?:doi(?:\.org)?[:/\s]*|digital object identifier[:\s]*)$", re.IGNORECASE)
_CITED = re.compile(r"\(\d{4}[a-z]?\)|et al|\bzenodo\b|\bcite\b.{0,20}\bas\b", re.IGNORECASE)
_DATA_SETS = ("zenodo", "figshare", "dryad", "10.5281/", "10.6084/")
_ISBN = re.compile(r"ISBN(?:-?1[03])?\s*(?:\([^)]*\))?[:\s]*((?:97[89][\s\-–]?)?(?:\d[\s\-–]?){9}[\dX])", re.IGNORECASE)
_ISSN = re.compile(r"ISSN\s*(?:\([^)]*\)|online|print|[LEP])?[:\s]*(\d{4}[\-–]\d{3}[\dX])", re.IGNORECASE)
_URN = re.compile(r"\burn:nbn:[a-z]{2}(?::[\w.\-]+)+(?:-[\w.]+)*", re.IGNORECASE)
_ARXIV = re.compile(r"arXiv:\s*(\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?", re.IGNORECASE)
_TRAILING = re.compile(r"[.,;:\]}'’”*]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIdentifier:
    """An identifier with how much speaks for it, and where it stands (page None: in the file's own metadata)."""

    value: str
    score: float
    source: str
    page: int | None = None
    box: Box | None = None


def clean_doi(text: str) -> str:
    """Return a DOI as printed, without the punctuation that followed it."""
    doi = _TRAILING.sub("", text)
    while doi.endswith(")") and doi.count("(") < doi.count(")"):
        doi = _TRAILING.sub("", doi[:-1])
    return doi


def _broken(row: Row, following: Row | None) -> str:
    """Return the text of a row, with the next row's first word where a DOI goes over the line's end."""
    text = row.text
    match = next(iter(reversed(list(DOI.finditer(text)))), None)
    if following is None or match is None or match.end() != len(text.rstrip()):
        return text
    unfinished = match[1][-1] in "-_/." or len(match[1].split("/", 1)[1]) < 4
    head = re.match(r"[\w.\-()/;:]+", following.text)
    return text.rstrip() + head[0] if unfinished and head else text


def _dois_on_pages(clues: Clues) -> Iterator[FoundIdentifier]:
    rows = [row for row in clues.front.rows if row.page <= 2]
    in_references = False
    for place, row in enumerate(rows):
        in_references = in_references or bool(_REFERENCES.match(row.text))
        if "10." not in row.text:
            continue
        text = _broken(row, rows[place + 1] if place + 1 < len(rows) else None)
        text = re.sub(r"(10\.\d{4,9}/)\s+", r"\1", text)
        around = " ".join(r.text for r in rows[max(0, place - 2) : place])
        page = clues.front.page(row.page)
        for match in DOI.finditer(text):
            score = 3.0 - (row.page - 1)
            score += 1.5 if _INTRODUCED.search(text[: match.start()]) else 0.0
            score += 0.5 if row.box[1] < 0.2 * page.height or row.box[1] > 0.8 * page.height else 0.0
            score -= 9.0 if in_references else 0.0
            score -= 0.8 if _CITED.search((around + text[: match.start()])[-140:]) else 0.0
            score -= 2.0 if any(word in match[1].lower() for word in _DATA_SETS) else 0.0
            yield FoundIdentifier(value=clean_doi(match[1]), score=score, source="layout", page=row.page, box=row.box)


def _dois_in_furniture(clues: Clues) -> Iterator[FoundIdentifier]:
    for page in clues.extraction.pages[:4]:
        for text in page.furniture:
            for match in DOI.finditer(text):
                yield FoundIdentifier(value=clean_doi(match[1]), score=4.0, source="running head", page=page.number)


def find_doi(clues: Clues) -> list[FoundIdentifier]:
    """Return the DOIs that may be the paper's own, the likeliest first; placeholders of templates are none."""
    found = list(_dois_on_pages(clues)) + list(_dois_in_furniture(clues))
    if clues.embedded.xmp_doi and DOI.search(clues.embedded.xmp_doi):
        match = DOI.search(clues.embedded.xmp_doi)
        found.append(FoundIdentifier(value=clean_doi(match[1] if match else ""), score=7.0, source="xmp"))
    for name, value in clues.extraction.info:
        if match := DOI.search(value):
            found.append(FoundIdentifier(value=clean_doi(match[1]), score=6.0, source=f"info {name}"))
    real = [f for f in found if f.score > 0 and not _PLACEHOLDER.match(f.value)]
    return sorted(real, key=lambda f: -f.score)


def _rows_with(clues: Clues, pattern: re.Pattern[str], group: int) -> Iterator[tuple[str, Row]]:
    for row in clues.front.rows:
        for match in pattern.finditer(row.text):
            yield match[group], row


def find_isbn(clues: Clues) -> list[FoundIdentifier]:
    """Return the ISBNs with a right check digit, as printed."""
    return [
        FoundIdentifier(value=value.replace("–", "-").strip(), score=3.0, source="layout", page=row.page, box=row.box)
        for value, row in _rows_with(clues, _ISBN, 1)
        if isbn.is_valid(value.replace("–", "-"))
    ]


def find_issn(clues: Clues) -> list[FoundIdentifier]:
    """Return the ISSNs with a right check digit."""
    return [
        FoundIdentifier(value=value.replace("–", "-"), score=3.0, source="layout", page=row.page, box=row.box)
        for value, row in _rows_with(clues, _ISSN, 1)
        if issn.is_valid(value.replace("–", "-"))
    ]


def find_urn(clues: Clues) -> list[FoundIdentifier]:
    return [
        FoundIdentifier(value=value, score=3.0, source="layout", page=row.page, box=row.box)
        for value, row in _rows_with(clues, _URN, 0)
    ]


def find_arxiv(clues: Clues) -> list[FoundIdentifier]:
    """Return arXiv identifiers; the stamp in the margin is a rotated line."""
    return [
        FoundIdentifier(value=match[1], score=3.0, source="layout", page=page.number, box=line.box)
        for page in clues.front.pages[:1]
        for line in page.lines
        if (match := _ARXIV.search(line.text))
    ]
