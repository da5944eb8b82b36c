"""What clients would complain of in a record's citation, before a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

from stdnum import isbn, issn

from citations.canonical import canonical
from citations.formats import bib_write, biblatex, bibtex, csl_json
from citations.formats.bib_draft import BIBLATEX, BIBTEX
from citations.formats.form import ReadResult
from citations.markup import pieces
from citations.reference import Reference

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
# Fields of entries, and the attribute that staff fill in for each.
_ATTRIBUTES = {
    "author": "contributors",
    "editor": "contributors",
    "title": "titles",
    "year": "date",
    "journal": "container",
    "journaltitle": "container",
    "booktitle": "container",
    "school": "institution",
    "organization": "institution",
    "type": "genre",
    "doi": "identifiers",
    "eprint": "identifiers",
    "key": "key",
    "chapter": "pages",
}
_ROUND_TRIPS = (("BibTeX", bibtex), ("BibLaTeX", biblatex), ("CSL-JSON", csl_json))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What falls short: the attribute of the Reference that would mend it, a code, and what is said of it."""

    attribute: str
    code: str
    detail: str = ""


def faults(reference: Reference) -> tuple[Fault, ...]:
    """Return all that falls short in the reference's written forms; none for a sound one."""
    found = [*_missing(reference), *_broken_identifiers(reference), *_broken_markup(reference)]
    if not found:
        found += _changed_by_writing(reference)
    return tuple(dict.fromkeys(found))


def _missing(reference: Reference) -> Iterator[Fault]:
    """Yield what BibTeX and biber demand for the type and the record lacks; it is written as @misc then."""
    if not reference.title:
        yield Fault(attribute="titles", code="missing", detail="title")
    if not reference.key:
        yield Fault(attribute="key", code="missing", detail="key")
    if reference.date is None:
        yield Fault(attribute="date", code="missing", detail="year")
    for dialect in (BIBTEX, BIBLATEX):
        for choice in bib_write.lacking(reference, dialect):
            name = choice.split("|")[0]
            yield Fault(attribute=_ATTRIBUTES.get(name, name), code="missing", detail=choice.replace("|", " or "))


def _broken_identifiers(reference: Reference) -> Iterator[Fault]:
    checks: dict[str, Callable[[str], object]] = {"doi": _DOI.fullmatch, "isbn": isbn.is_valid, "issn": issn.is_valid}
    for identifier in reference.identifiers:
        check = checks.get(identifier.scheme)
        if check and not check(identifier.value):
            yield Fault(attribute="identifiers", code=identifier.scheme, detail=identifier.value)


def _broken_markup(reference: Reference) -> Iterator[Fault]:
    """Yield titles with half a tag: it would be printed as it stands."""
    for attribute in ("titles", "subtitles"):
        for text in getattr(reference, attribute):
            loose = [piece.text for piece in pieces(text.text) if piece.tag is None]
            if any(re.search(r"</?(?:i|b|sub|sup|span)\b", part) for part in loose):
                yield Fault(attribute=attribute, code="markup", detail=text.text)


def _changed_by_writing(reference: Reference) -> Iterator[Fault]:
    """Yield what reading a written form gives back otherwise."""
    wanted = canonical(reference)
    for label, form in _ROUND_TRIPS:
        result: ReadResult = form.read("".join(form.write([wanted])))
        if len(result.references) != 1:
            yield Fault(attribute="key", code="unreadable", detail=label)
            continue
        read = result.references[0]
        for field in fields(Reference):
            if getattr(read, field.name) != getattr(wanted, field.name):
                yield Fault(attribute=field.name, code="changed", detail=label)
