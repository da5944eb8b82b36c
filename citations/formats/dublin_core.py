"""Simple Dublin Core in the element that OAI-PMH has for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from citations.dates import format_edtf
from citations.formats.bib_fields import joined_title
from citations.formats.tagged import inverted
from citations.formats.vocabulary import coar, licence_address
from citations.formats.xml_text import element, one_or_many
from citations.markup import plain
from citations.reference import Reference

_OPENING = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
)


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield a `dc` element, or several in `records`: the schema knows no list."""
    return one_or_many((record(reference) for reference in references), "records")


def record(reference: Reference) -> str:
    """Return the record as a `dc` element."""
    return _OPENING + "".join(_elements(reference)) + "</oai_dc:dc>"


def _elements(reference: Reference) -> Iterator[str]:
    yield element("dc:title", plain(joined_title(reference.title, reference.subtitle)), xml_lang=_language(reference))
    for title in reference.titles[1:]:
        yield element("dc:title", plain(title.text), xml_lang=title.language)
    for person in reference.contributors:
        tag = "dc:creator" if person.role == "author" else "dc:contributor"
        yield element(tag, inverted(person.name).strip(" ,"))
    for word in reference.keywords:
        yield element("dc:subject", word)
    for abstract in reference.abstracts:
        yield element("dc:description", abstract.text, xml_lang=abstract.language)
    yield element("dc:publisher", reference.institution)
    yield element("dc:publisher", reference.publisher)
    for funder in reference.funders:
        yield element("dc:contributor", funder)
    yield element("dc:date", format_edtf(reference.date) if reference.date else "")
    yield from (element("dc:type", word) for word in filter(None, (reference.genre, *coar(reference))))
    yield element("dc:identifier", reference.url)
    for identifier in reference.identifiers:
        prefix = {"doi": "https://doi.org/", "isbn": "urn:isbn:", "issn": "urn:issn:"}.get(identifier.scheme, "")
        yield element("dc:identifier", prefix + identifier.value)
    yield element("dc:source", ", ".join(filter(None, (plain(reference.container), reference.pages))))
    for language in reference.languages:
        yield element("dc:language", language)
    yield element(
        "dc:relation", " ".join(filter(None, (reference.series, reference.number))) if reference.series else ""
    )
    yield element("dc:rights", reference.licence)
    address = licence_address(reference.licence)
    yield element("dc:rights", address if address != reference.licence else "")


def _language(reference: Reference) -> str:
    return reference.titles[0].language if reference.titles else ""
