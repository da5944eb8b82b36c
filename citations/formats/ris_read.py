"""From a record of tagged values, RIS's or EndNote's, to a Reference."""

from __future__ import annotations

import re

from citations.canonical import safe_address
from citations.dates import SEASONS, is_date, month_number, parse_edtf, parse_loose
from citations.formats.genres import type_of_genre
from citations.formats.languages import language_code
from citations.formats.ris_types import BOOKS, READ, REPORTS
from citations.formats.tagged import Entry, name_of, pages_of
from citations.identifiers import bare, in_order, numbers_in
from citations.reference import Contributor, Identifier, PartialDate, Reference, Text

# What `extra` calls the values for which a Reference has no attribute.
TAG_OF_EXTRA = {"shortjournal": "J2", "shorttitle": "ST", "library": "CN", "database": "DB", "authoraddress": "AD"}
# Tags that nobody knows are carried along under such names.
CARRIED = re.compile(r"ris-[a-z][a-z0-9]")
_TAKEN = """
    TY ER ID TI T1 CT BT T2 T3 JF JO JA J1 J2 AU A1 ED A2 A3 A4 TA DA PY Y1 Y2 VL IS CP M1 C7 SP EP ET PB CY PP M3 DO DI
    SN UR L1 LA KW AB N2 N1 ST CN DB AD
"""
_KNOWN = frozenset(_TAKEN.split())
# Words for the kind of work that say no more than its type.
_EMPTY_GENRES = frozenset({"article", "journal article", "research article", "book", "book chapter"})
_DOI = re.compile(r"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_ISSUE_IN_VOLUME = re.compile(r"([0-9]+)\s*\(([^()]+)\)")


def reference_of(entry: Entry) -> Reference:
    """Return a record as a Reference."""
    ty = entry.first("TY")
    said = entry.first("M3")
    genre_said = "" if _DOI.fullmatch(said) or said.lower() in _EMPTY_GENRES else said
    type_, kind, genre = type_of_genre(*READ.get(ty, ("other", "")), genre_said)
    language = language_code(entry.first("LA"))
    title = entry.first("TI", "T1", "CT") or (entry.first("BT") if ty != "CHAP" else "")
    abstract = entry.first("AB", "N2")
    issued_by = ty in REPORTS or ty == "THES"
    pages, page_count = pages_of(entry.first("SP"), entry.first("EP"), whole=ty in {"BOOK", "THES", "RPRT", "EDBOOK"})
    house = entry.first("PB")
    volume, issue = _volume(entry)
    contributors, others = _contributors(entry)
    container = _container(entry, ty)
    return Reference(
        key=" ".join(entry.first("ID").split()),
        type=type_,
        kind=kind,
        genre=genre,
        titles=(Text(text=title, language=language),) if title else (),
        abstracts=(Text(text=abstract, language=language),) if abstract else (),
        contributors=contributors,
        others=others,
        date=_date(entry),
        container=container,
        series=entry.first("T3"),
        number=entry.first("SN") if ty in REPORTS else entry.first("M1", "C7"),
        volume=volume,
        issue=issue,
        # PubMed has the day of its electronic edition there.
        edition="" if re.match(r"[0-9]{4}/", entry.first("ET")) else entry.first("ET"),
        pages=pages,
        page_count=page_count,
        publisher="" if issued_by else house,
        institution=house if issued_by else "",
        place=entry.first("CY", "PP"),
        identifiers=_identifiers(entry, ty),
        url=_address(entry),
        accessed=_parse(entry.first("Y2")),
        languages=(language,) if language else (),
        keywords=tuple(dict.fromkeys(filter(None, entry.all("KW")))),
        note="\n\n".join(note for note in entry.all("N1") if note and not _DOI.fullmatch(note)),
        extra=_extra(entry, container),
    )


def _volume(entry: Entry) -> tuple[str, str]:
    """Return volume and issue, which some write together as `50(2)`."""
    volume, issue = entry.first("VL"), entry.first("IS", "CP")
    match = _ISSUE_IN_VOLUME.fullmatch(volume)
    return (match[1], match[2]) if match and not issue else (volume, issue)


def _container(entry: Entry, ty: str) -> str:
    if ty == "CHAP":
        return entry.first("T2", "BT")
    return entry.first("T2", "JF", "JO", "JA", "J2", "J1") if ty not in {"BOOK", "EDBOOK"} else entry.first("T2")


_ROLES = (
    ("author", ("AU", "A1")),
    ("editor", ("ED", "A2")),
    ("translator", ("A4", "TA")),
    ("collection-editor", ("A3",)),
)


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
    if len(parts) < 2 or not re.fullmatch(r"\s*(-?[0-9]{3,5})?\s*", parts[0]):
        return parse_loose(text)
    year, month, day, rest = (*parts, "", "", "")[:4]
    if rest and (date := parse_edtf(rest)):
        return date
    if not year.strip():
        return PartialDate(year=None, literal=rest.strip()) if rest.strip() else None
    months = month_number(month) or SEASONS.get(rest.strip().lower(), 0)
    days = int(day) if re.fullmatch(r"\s*[0-9]{1,2}\s*", day) else 0
    return PartialDate(year=int(year), month=months, day=days if is_date(int(year), months, days) else 0)


def _identifiers(entry: Entry, ty: str) -> tuple[Identifier, ...]:
    said = [entry.first("DO", "DI"), entry.first("M3"), *entry.all("N1"), entry.first("UR")]
    doi = bare("doi", said[0]) or next((match[1] for text in said[1:] if (match := _DOI.fullmatch(text))), "")
    found = [Identifier(scheme="doi", value=doi)] if doi else []
    if ty not in REPORTS:
        for value in entry.all("SN"):
            found += numbers_in(value, usual="isbn" if ty in BOOKS else "issn")
    for tag in ("AN", "U1", "U2", "U3", "U4", "U5", "C2"):
        for value in entry.all(tag):
            if match := re.fullmatch(r"(PMC[0-9]+)(?:\[pmcid\])?", value):
                found.append(Identifier(scheme="pmcid", value=match[1]))
            elif match := re.fullmatch(r"([0-9]{4,9})\[pmid\]", value):
                found.append(Identifier(scheme="pmid", value=match[1]))
    return in_order(tuple(dict.fromkeys(found)))


def _address(entry: Entry) -> str:
    """Return the first address; one without a scheme gets that of the web."""
    said = next((value for value in entry.all("UR") if "//" in value), "")
    address = said.split(";")[0].strip() if said.count("://") > 1 else said
    return safe_address(f"https:{address}" if address.startswith("//") else address)


def _extra(entry: Entry, container: str) -> tuple[tuple[str, str], ...]:
    """Return what no attribute says: the file, and each tag that nobody takes, under names of their own."""
    pairs = [("pdf", entry.first("L1"))]
    for name, tag in TAG_OF_EXTRA.items():
        values = [entry.first("J2", "JA", "JO", "J1")] if name == "shortjournal" else entry.all(tag)
        pairs.append((name, "; ".join(value for value in values if value and value != container)))
    unknown = dict.fromkeys(tag for tag, _ in entry.values if tag not in _KNOWN)
    pairs += [(f"ris-{tag.lower()}", "; ".join(filter(None, entry.all(tag)))) for tag in unknown]
    return tuple(sorted((name, value) for name, value in pairs if value))
