"""RIS, as EndNote, Zotero and Mendeley take it: UTF-8, CRLF, one tag a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from citations.canonical import safe_address
from citations.dates import SEASONS, format_edtf, parse_edtf, parse_loose
from citations.formats.bib_fields import joined_title
from citations.formats.form import Problem, ReadResult
from citations.formats.genres import genre_words, type_of_genre
from citations.formats.languages import language_code
from citations.formats.tagged import Entry, inverted, name_of, one_line, pages_of, split_pages
from citations.identifiers import bare, in_order, several
from citations.reference import Contributor, Identifier, PartialDate, Reference, Text

_TY_OF_KIND = {
    "online": "ELEC",
    "webpage": "ELEC",
    "software": "COMP",
    "dataset": "DATA",
    "patent": "PAT",
    "movie": "MPCT",
    "video": "VIDEO",
    "audio": "SOUND",
    "music": "MUSIC",
    "image": "ART",
    "artwork": "ART",
    "jurisdiction": "CASE",
    "legislation": "STAT",
    "letter": "PCOMM",
    "unpublished": "UNPB",
    "booklet": "PAMP",
    "inreference": "ENCYC",
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
    "standard": "STAND",
    "map": "MAP",
    "hearing": "HEAR",
    "bill": "BILL",
    "post-weblog": "BLOG",
    "collection": "EDBOOK",
    "periodical": "SER",
    "preprint": "INPR",
    "entry-dictionary": "DICT",
}
_TY_OF_TYPE = {
    "thesis": "THES",
    "book": "BOOK",
    "handbook": "BOOK",
    "chapter": "CHAP",
    "article": "JOUR",
    "conference_paper": "CPAPER",
    "proceedings": "CONF",
    "project_page": "ELEC",
    "other": "GEN",
}
_READ = {
    **{ty: ("other", kind) for kind, ty in reversed(_TY_OF_KIND.items())},
    "RPRT": ("research_report", ""),
    "GOVDOC": ("research_report", ""),
    "THES": ("thesis", ""),
    "BOOK": ("book", ""),
    "EBOOK": ("book", ""),
    "EDBOOK": ("book", "collection"),
    "CHAP": ("chapter", ""),
    "ECHAP": ("chapter", ""),
    "ENCYC": ("chapter", "inreference"),
    "JOUR": ("article", ""),
    "EJOUR": ("article", ""),
    "JFULL": ("article", ""),
    "ABST": ("article", ""),
    "CPAPER": ("conference_paper", ""),
    "CONF": ("proceedings", ""),
    "ICOMM": ("other", "letter"),
    "ADVS": ("other", "movie"),
    "CTLG": ("other", ""),
}
_LINE = re.compile(r"^\s*([A-Z][A-Z0-9])\s{1,2}-(?:\s(.*))?$")
_REPORTS = frozenset({"RPRT", "GOVDOC"})
_BOOKS = frozenset({"BOOK", "CHAP", "EDBOOK", "CONF", "CPAPER", "EBOOK", "ECHAP", "ENCYC", "PAMP"})


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield one record after another."""
    for reference in references:
        lines = [f"{tag}  - {one_line(value)}" for tag, value in tags(reference) if value]
        yield "\r\n".join([*lines, "ER  - ", "", ""])


def type_tag(reference: Reference) -> str:
    """Return the value of TY."""
    if reference.kind in _TY_OF_KIND:
        return _TY_OF_KIND[reference.kind]
    return _TY_OF_TYPE.get(reference.type, "RPRT")


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
    yield "M1", "" if ty in _REPORTS else reference.number
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
    yield "N1", reference.note


def _title_language(reference: Reference) -> str:
    return reference.titles[0].language if reference.titles else ""


def _house(reference: Reference, ty: str) -> str:
    houses = (reference.institution, reference.publisher)
    return next(filter(None, houses if ty in _REPORTS or ty == "THES" else reversed(houses)), "")


def _people(reference: Reference, ty: str) -> Iterator[tuple[str, str]]:
    tags = {"author": "AU", "editor": "A2" if ty in {"CHAP", "CPAPER", "ENCYC"} else "ED", "translator": "A4"}
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
    if ty in _REPORTS:
        yield "SN", reference.number
    else:
        yield "SN", reference.identifier("isbn" if ty in _BOOKS else "issn") or reference.identifier("issn")
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
            self.problems.append(Problem(line=line, key=self.entry.first("ID"), reason="the record has no ER line"))
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
        tag, value = match[1], (match[2] or "").strip()
        if tag == "ER":
            reading.finish(number, closed=True)
        elif tag == "TY":
            reading.finish(number, closed=False)
            reading.entry = Entry(values=[("TY", value.upper())])
        else:
            if reading.entry is None:
                reading.problems.append(Problem(line=number, reason="the record does not begin with TY"))
                reading.entry = Entry(values=[("TY", "GEN")])
            reading.entry.values.append((tag, value))
    reading.finish(number, closed=False)
    return ReadResult(references=tuple(reading.references), problems=tuple(reading.problems))


def _continue_line(reading: _Reading, text: str, number: int) -> None:
    if not text:
        return
    if reading.entry is None:
        reading.problems.append(Problem(line=number, reason="a line outside any record"))
    elif not reading.entry.continue_last(text):
        reading.problems.append(Problem(line=number, key=reading.entry.first("ID"), reason="a line without a tag"))


def reference_of(entry: Entry) -> Reference:
    """Return a record as a Reference."""
    ty = entry.first("TY")
    type_, kind, genre = type_of_genre(*_READ.get(ty, ("other", "")), entry.first("M3"))
    language = language_code(entry.first("LA"))
    title = entry.first("TI", "T1", "CT") or (entry.first("BT") if ty != "CHAP" else "")
    abstract = entry.first("AB", "N2")
    in_report = ty in _REPORTS
    pages, page_count = pages_of(entry.first("SP"), entry.first("EP"), whole=ty in {"BOOK", "THES", "RPRT", "EDBOOK"})
    house = entry.first("PB")
    contributors, others = _contributors(entry)
    return Reference(
        key=re.sub(r"\s+", "", entry.first("ID")),
        type=type_,
        kind=kind,
        genre=genre,
        titles=(Text(text=title, language=language),) if title else (),
        abstracts=(Text(text=abstract, language=language),) if abstract else (),
        contributors=contributors,
        others=others,
        date=_date(entry),
        container=_container(entry, ty),
        series=entry.first("T3"),
        number=entry.first("SN") if in_report else entry.first("M1", "C7"),
        volume=entry.first("VL"),
        issue=entry.first("IS", "CP"),
        edition=entry.first("ET"),
        pages=pages,
        page_count=page_count,
        publisher="" if in_report or ty == "THES" else house,
        institution=house if in_report or ty == "THES" else "",
        place=entry.first("CY", "PP"),
        identifiers=_read_identifiers(entry, in_report=in_report),
        url=safe_address(entry.first("UR").split(";")[0] if "://" in entry.first("UR") else ""),
        accessed=_parse(entry.first("Y2")),
        languages=(language,) if language else (),
        keywords=tuple(dict.fromkeys(filter(None, entry.all("KW")))),
        note=entry.first("N1"),
        **_extra(entry),
    )


def _container(entry: Entry, ty: str) -> str:
    if ty == "CHAP":
        return entry.first("T2", "BT")
    return entry.first("T2", "JF", "JO", "JA", "J2") if ty not in {"BOOK", "EDBOOK"} else entry.first("T2")


_ROLES = (("author", ("AU", "A1")), ("editor", ("ED", "A2")), ("translator", ("A4", "TA")))


def _contributors(entry: Entry) -> tuple[tuple[Contributor, ...], tuple[str, ...]]:
    found: list[Contributor] = []
    others: list[str] = []
    for role, tags in _ROLES:
        for text in (value for tag in tags for value in entry.all(tag)):
            if text.lower() in {"et al.", "et al", "others"}:
                others.append(role)
            elif text:
                found.append(Contributor(name=name_of(text), role=role))
    return tuple(found), tuple(dict.fromkeys(others))


def _date(entry: Entry) -> PartialDate | None:
    dates = [_parse(entry.first(tag)) for tag in ("DA", "PY", "Y1")]
    known = [date for date in dates if date is not None]
    # The tag that says most; a publication year alone often stands beside a full date.
    return max(known, key=lambda date: (date.year is not None, date.month > 0, date.day > 0), default=None)


def _parse(text: str) -> PartialDate | None:
    parts = text.split("/", 3)
    if len(parts) < 2:
        return parse_loose(text)
    year, month, day, rest = (*parts, "", "", "")[:4]
    if rest and (date := parse_edtf(rest)):
        return date
    if not year.strip():
        return PartialDate(year=None, literal=rest.strip()) if rest.strip() else None
    if not re.fullmatch(r"-?[0-9]{1,5}", year.strip()):
        return parse_loose(text)
    months = int(month) if month.strip().isdigit() and 1 <= int(month) <= 12 else SEASONS.get(rest.strip().lower(), 0)
    days = int(day) if day.strip().isdigit() and 1 <= int(day) <= 31 and 1 <= months <= 12 else 0
    return PartialDate(year=int(year), month=months, day=days)


def _read_identifiers(entry: Entry, *, in_report: bool) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    address = entry.first("UR")
    doi = entry.first("DO", "DI") or (address if re.match(r"https?://(?:dx\.)?doi\.org/10\.", address) else "")
    if doi:
        found.append(Identifier(scheme="doi", value=bare("doi", doi)))
    number = "" if in_report else entry.first("SN")
    digits = re.sub(r"[^0-9Xx]", "", number)
    if number:
        found += several("issn" if len(digits) == 8 else "isbn", number)
    return in_order(tuple(found))


def _extra(entry: Entry) -> dict[str, Any]:
    pairs = [("pdf", entry.first("L1"))]
    return {"extra": tuple((name, value) for name, value in pairs if value)}
