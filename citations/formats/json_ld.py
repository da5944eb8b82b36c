"""JSON-LD in schema.org's words, one thing for a work."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from citations.dates import format_edtf
from citations.formats.bib_fields import joined_title
from citations.formats.vocabulary import coar, licence_address, schema_type
from citations.markup import plain
from citations.reference import Contributor, Reference

Thing = dict[str, Any]


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield one thing, or an array of several."""
    iterator = iter(references)
    first, second = next(iterator, None), next(iterator, None)
    if first is not None and second is None:
        yield _text(thing(first)) + "\n"
        return
    yield "["
    separator = "\n"
    for reference in (reference for reference in (first, second) if reference is not None):
        yield separator + _text(thing(reference))
        separator = ",\n"
    for reference in iterator:
        yield separator + _text(thing(reference))
    yield "\n]\n"


def _text(value: Thing) -> str:
    # `<` escaped: the text may stand inside a <script> element, which `</script>` in a title would end.
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")


def thing(reference: Reference) -> Thing:
    """Return the work; empty properties are left out."""
    title = plain(joined_title(reference.title, reference.subtitle))
    house = reference.institution or reference.publisher
    kind = schema_type(reference)
    said: Thing = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": reference.url,
        "name": title,
        "headline": title[:110],
        "alternateName": [plain(text.text) for text in reference.titles[1:]],
        "author": [_person(p) for p in reference.contributors if p.role == "author"],
        "editor": [_person(p) for p in reference.contributors if p.role == "editor"],
        "datePublished": _date(reference),
        "inLanguage": list(reference.languages),
        "publisher": {"@type": "Organization", "name": house} if house else None,
        "reportNumber": reference.number if kind == "Report" else "",
        "identifier": [_identifier(i.scheme, i.value) for i in reference.identifiers],
        "isbn": reference.identifier("isbn") if kind == "Book" else "",
        "sameAs": f"https://doi.org/{reference.identifier('doi')}" if reference.identifier("doi") else "",
        "license": licence_address(reference.licence) or reference.licence,
        "abstract": reference.abstracts[0].text if reference.abstracts else "",
        "keywords": list(reference.keywords),
        "isPartOf": _part_of(reference),
        "pagination": reference.pages,
        "funder": [{"@type": "Organization", "name": name} for name in reference.funders],
        "additionalType": coar(reference)[1],
        "url": reference.url,
        "encoding": _file(reference),
        "isAccessibleForFree": True if _file(reference) else None,
    }
    return {name: value for name, value in said.items() if value not in ("", [], None)}


def _date(reference: Reference) -> str:
    date = reference.date
    return format_edtf(date) if date and not date.certainty and date.month <= 12 and date.year is not None else ""


def _person(contributor: Contributor) -> Thing:
    name = contributor.name
    if name.is_organisation:
        thing_ = {"@type": "Organization", "name": name.literal}
        return {**thing_, "sameAs": f"https://ror.org/{contributor.ror}"} if contributor.ror else thing_
    family = f"{name.particle} {name.family}".strip()
    said = {
        "@type": "Person",
        "name": " ".join(filter(None, (name.given, family, name.suffix))),
        "givenName": name.given,
        "familyName": family,
        "sameAs": f"https://orcid.org/{contributor.orcid}" if contributor.orcid else "",
    }
    return {part: value for part, value in said.items() if value}


def _identifier(scheme: str, value: str) -> Thing:
    return {"@type": "PropertyValue", "propertyID": scheme, "value": value}


def _part_of(reference: Reference) -> Thing | None:
    if reference.container:
        kind = "Periodical" if reference.type == "article" else "Book"
        return {"@type": kind, "name": plain(reference.container)}
    return {"@type": "CreativeWorkSeries", "name": reference.series} if reference.series else None


def _file(reference: Reference) -> Thing | None:
    address = dict(reference.extra).get("pdf", "")
    return {"@type": "MediaObject", "contentUrl": address, "encodingFormat": "application/pdf"} if address else None
