"""RIS, as EndNote, Zotero and Mendeley take it: UTF-8, CRLF, one tag a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from citations.dates import format_edtf
from citations.formats.bib_fields import joined_title
from citations.formats.form import Problem, ReadResult
from citations.formats.genres import genre_words
from citations.formats.ris_read import CARRIED, TAG_OF_EXTRA, reference_of
from citations.formats.ris_types import BOOKS, REPORTS, type_tag
from citations.formats.tagged import Entry, inverted, one_line, split_pages
from citations.reference import PartialDate, Reference

_SPACES = re.compile(r"[ \t]+")
_LINE = re.compile(r"^\s*([A-Z][A-Z0-9])\s{1,2}-(?:\s(.*))?$")


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield one record after another."""
    for reference in references:
        lines = [f"{tag}  - {one_line(value)}" for tag, value in tags(reference) if value]
        yield "\r\n".join([*lines, "ER  - ", "", ""])


def tags(reference: Reference) -> Iterator[tuple[str, str]]:
    ty = type_tag(reference)
    yield "TY", ty
    yield "ID", reference.key
    yield "TI", joined_title(reference.title, reference.subtitle)
    yield from _people(reference, ty)
    yield from _dates(reference)
    container = joined_title(reference.container, reference.container_subtitle)
    yield "T2", container or reference.event
    yield "T3", reference.series
    yield "VL", reference.volume
    yield "IS", reference.issue
    yield "M1", "" if ty in REPORTS else reference.number
    start, end = split_pages(reference.pages)
    yield "SP", start or reference.page_count
    yield "EP", end
    yield "ET", reference.edition
    yield "PB", _house(reference, ty)
    yield "CY", reference.place or reference.event_place
    yield "M3", genre_words(reference)
    yield from _identifiers(reference, ty)
    yield "LA", reference.languages[0] if reference.languages else _title_language(reference)
    for keyword in reference.keywords:
        yield "KW", keyword
    yield "AB", reference.abstracts[0].text if reference.abstracts else ""
    for paragraph in reference.note.split("\n\n"):
        yield "N1", paragraph
    for name, value in reference.extra:
        if tag := TAG_OF_EXTRA.get(name) or (name[4:].upper() if CARRIED.fullmatch(name) else ""):
            yield tag, value


def _title_language(reference: Reference) -> str:
    return reference.titles[0].language if reference.titles else ""


def _house(reference: Reference, ty: str) -> str:
    houses = (reference.institution, reference.publisher)
    return next(filter(None, houses if ty in REPORTS or ty == "THES" else reversed(houses)), "")


def _people(reference: Reference, ty: str) -> Iterator[tuple[str, str]]:
    in_a_book = ty in {"CHAP", "CPAPER", "ENCYC"}
    tags = {"author": "AU", "editor": "A2" if in_a_book else "ED", "translator": "A4", "collection-editor": "A3"}
    for role, tag in tags.items():
        for name in reference.names(role):
            yield tag, inverted(name)
        if role in reference.others:
            yield tag, "et al."


def _dates(reference: Reference) -> Iterator[tuple[str, str]]:
    if reference.date:
        yield "PY", str(reference.date.year) if reference.date.year is not None else ""
        yield "DA", ris_date(reference.date)
    if reference.accessed:
        yield "Y2", ris_date(reference.accessed)


def ris_date(date: PartialDate) -> str:
    """Return `2021/03/15/`; what those parts cannot say stands behind the last slash."""
    if date.year is None:
        return f"///{date.literal}" if date.literal else ""
    month = f"{date.month:02d}" if 1 <= date.month <= 12 else ""
    day = f"{date.day:02d}" if date.day else ""
    beyond = date.end is not None or date.certainty or date.month > 12
    return f"{date.year:04d}/{month}/{day}/{format_edtf(date) if beyond else ''}"


def _identifiers(reference: Reference, ty: str) -> Iterator[tuple[str, str]]:
    yield "DO", reference.identifier("doi")
    if ty in REPORTS:
        yield "SN", reference.number
    else:
        yield "SN", reference.identifier("isbn" if ty in BOOKS else "issn") or reference.identifier("issn")
    yield "UR", reference.url
    yield "L1", dict(reference.extra).get("pdf", "")


@dataclass(slots=True)
class _Reading:
    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entry: Entry | None = None

    def finish(self, line: int, *, closed: bool) -> None:
        if self.entry is None:
            return
        if not closed:
            self.problems.append(Problem(line=line, key=self.entry.first("ID"), code="no_end", detail="ER"))
        self.references.append(reference_of(self.entry))
        self.entry = None


def read(source: str) -> ReadResult:
    """Return the references of a RIS file; a line that is no tag goes on the one before it."""
    reading = _Reading()
    number = 0
    for number, line in enumerate(source.lstrip("\ufeff").splitlines(), start=1):
        match = _LINE.match(line.rstrip())
        if match is None:
            _continue_line(reading, line.strip(), number)
            continue
        tag, value = match[1], _SPACES.sub(" ", match[2] or "").strip()
        if tag == "ER":
            reading.finish(number, closed=True)
        elif tag == "TY":
            if reading.entry is not None and len(reading.entry.values) == 1:
                reading.problems.append(Problem(line=number, code="two_types"))
                reading.entry = None
            reading.finish(number, closed=False)
            reading.entry = Entry(values=[("TY", value.upper())])
        else:
            if reading.entry is None:
                reading.problems.append(Problem(line=number, code="no_beginning", detail="TY"))
                reading.entry = Entry(values=[("TY", "GEN")])
            reading.entry.values.append((tag, value))
    reading.finish(number, closed=False)
    return ReadResult(references=tuple(reading.references), problems=tuple(reading.problems))


def _continue_line(reading: _Reading, text: str, number: int) -> None:
    if not text:
        return
    if reading.entry is None:
        reading.problems.append(Problem(line=number, code="outside"))
    elif not reading.entry.continue_last(text):
        reading.problems.append(Problem(line=number, key=reading.entry.first("ID"), code="no_tag"))
