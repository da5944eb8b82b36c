"""MODS 3.8, a collection of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from citations.dates import format_edtf
from citations.formats.csl_types import csl_type
from citations.formats.genres import genre_words
from citations.formats.tagged import split_pages
from citations.formats.vocabulary import licence_address
from citations.formats.xml_text import DECLARATION, around, element
from citations.markup import plain
from citations.reference import Contributor, Reference

# MARC's terms for roles; others stand as they are.
_MARC_ROLES = {"author": "aut", "editor": "edt", "translator": "trl", "compiler": "com", "illustrator": "ill"}
_GENRES = {
    "report": "report",
    "thesis": "thesis",
    "book": "book",
    "chapter": "bookSection",
    "article-journal": "journalArticle",
    "paper-conference": "conferencePaper",
    "webpage": "webpage",
}


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield a collection, one record after another."""
    yield DECLARATION + '<modsCollection xmlns="http://www.loc.gov/mods/v3">\n'
    for reference in references:
        yield around("mods", "".join(_elements(reference)) or "<note/>", version="3.8") + "\n"
    yield "</modsCollection>\n"


def _elements(reference: Reference) -> Iterator[str]:
    yield from _titles(reference)
    for person in reference.contributors:
        yield _name(person)
    yield element(
        "typeOfResource", "text" if csl_type(reference) not in {"dataset", "software"} else "software, multimedia"
    )
    yield element("genre", _GENRES.get(csl_type(reference), csl_type(reference)), authority="local")
    yield element("genre", genre_words(reference))
    if not reference.container:
        yield _origin(reference)
    languages = reference.languages
    yield around("language", "".join(_language(code) for code in languages))
    yield around("physicalDescription", element("extent", reference.page_count and f"{reference.page_count} pages"))
    for abstract in reference.abstracts:
        yield element("abstract", abstract.text, xml_lang=abstract.language)
    yield element("note", reference.note)
    for funder in reference.funders:
        yield element("note", funder, type="funding")
    for word in reference.keywords:
        yield around("subject", element("topic", word))
    yield from _related(reference)
    for identifier in reference.identifiers:
        yield element("identifier", identifier.value, type=identifier.scheme)
    if not reference.series:
        yield element("identifier", reference.number, type="local")
    yield around("location", element("url", reference.url, dateLastAccessed=_accessed(reference)))
    yield element(
        "accessCondition", reference.licence or "", type="use and reproduction", **_address(reference.licence)
    )
    yield around("recordInfo", element("recordIdentifier", reference.key))


def _address(licence: str) -> dict[str, str]:
    address = licence_address(licence)
    return {"displayLabel": address} if address else {}


def _accessed(reference: Reference) -> str:
    return format_edtf(reference.accessed) if reference.accessed else ""


def _language(code: str) -> str:
    return element("languageTerm", code, type="code", authority="rfc3066")


def _titles(reference: Reference) -> Iterator[str]:
    subtitles = {text.language: text.text for text in reversed(reference.subtitles)}
    for number, title in enumerate(reference.titles):
        subtitle = subtitles.get(title.language, "") or ("" if number else reference.subtitle)
        inner = element("title", plain(title.text)) + element("subTitle", plain(subtitle))
        yield around("titleInfo", inner, xml_lang=title.language, type="translated" if number else "")


def _name(person: Contributor) -> str:
    name = person.name
    role = _MARC_ROLES.get(person.role)
    term = (
        element("roleTerm", role, type="code", authority="marcrelator")
        if role
        else element("roleTerm", person.role, type="text")
    )
    if name.is_organisation:
        return around("name", element("namePart", name.literal) + around("role", term), type="corporate")
    family = f"{name.particle} {name.family}".strip()
    parts = (
        element("namePart", family, type="family")
        + element("namePart", name.given, type="given")
        + element("namePart", name.suffix, type="termsOfAddress")
        + around("role", term)
        + element("nameIdentifier", person.orcid, type="orcid")
    )
    return around("name", parts, type="personal")


def _origin(reference: Reference) -> str:
    """Return who issued the work, where and when, for the work itself or for what it is part of."""
    date = reference.date
    exact = bool(date) and bool(date and not date.certainty and date.end is None and date.month <= 12)
    written = (
        around("place", element("placeTerm", reference.place, type="text"))
        + element("publisher", reference.institution)
        + element("publisher", reference.publisher)
        + element("dateIssued", format_edtf(date) if date else "", encoding="w3cdtf" if exact else "")
        + element("edition", reference.edition)
    )
    return around("originInfo", written)


def _related(reference: Reference) -> Iterator[str]:
    if reference.container:
        start, end = split_pages(reference.pages)
        extent = around("extent", element("start", start) + element("end", end), unit="pages")
        part = (
            _detail("volume", reference.volume)
            + _detail("issue", reference.issue)
            + extent
            + element("date", format_edtf(reference.date) if reference.date else "")
        )
        titles = element("title", plain(reference.container)) + element("subTitle", plain(reference.container_subtitle))
        host = around("titleInfo", titles) + _origin(reference) + around("part", part)
        yield around("relatedItem", host, type="host")
    if reference.series:
        inner = element("title", reference.series) + element("partNumber", reference.number)
        yield around("relatedItem", around("titleInfo", inner), type="series")


def _detail(kind: str, number: str) -> str:
    return around("detail", element("number", number), type=kind)
