"""DataCite XML, kernel 4; what its schema demands and the record lacks is written as DataCite's `:unav`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from citations.dates import format_edtf
from citations.formats.tagged import inverted
from citations.formats.vocabulary import coar, datacite_type, licence_address
from citations.formats.xml_text import around, element, one_or_many
from citations.markup import plain
from citations.reference import Contributor, PartialDate, Reference

_NAMESPACE = "http://datacite.org/schema/kernel-4"
_UNAVAILABLE = ":unav"
_CONTRIBUTOR_TYPES = {"editor": "Editor"}
_ALTERNATES = {"isbn": "ISBN", "issn": "ISSN", "urn": "URN", "handle": "Handle", "arxiv": "arXiv", "pmid": "PMID"}


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield a `resource`, or several in `resources`: the schema knows no list."""
    return one_or_many((resource(reference) for reference in references), "resources")


def resource(reference: Reference) -> str:
    """Return the record as a `resource` element."""
    doi = reference.identifier("doi")
    identifier = (
        (doi, "DOI") if doi else (reference.url or reference.key or _UNAVAILABLE, "URL" if reference.url else "Other")
    )
    parts = [
        element("identifier", identifier[0], identifierType=identifier[1]),
        _creators(reference),
        _titles(reference),
        element("publisher", reference.institution or reference.publisher or _UNAVAILABLE),
        element("publicationYear", _year(reference.date)),
        element("resourceType", reference.genre or coar(reference)[0], resourceTypeGeneral=datacite_type(reference)),
        around("subjects", "".join(element("subject", word) for word in reference.keywords)),
        _contributors(reference),
        around("dates", element("date", _date(reference.date), dateType="Issued")),
        element("language", reference.languages[0] if reference.languages else ""),
        _alternates(reference),
        element("version", dict(reference.extra).get("version", "")),
        _rights(reference.licence),
        _descriptions(reference),
        around("fundingReferences", "".join(map(_funder, reference.funders))),
    ]
    return f'<resource xmlns="{_NAMESPACE}">{"".join(parts)}</resource>'


def _year(date: PartialDate | None) -> str:
    year = date.year if date else None
    return f"{year:04d}" if year is not None and 0 <= year <= 9999 else "0000"


def _date(date: PartialDate | None) -> str:
    text = format_edtf(date) if date else ""
    return text if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", text) else ""


def _creators(reference: Reference) -> str:
    people = [person for person in reference.contributors if person.role == "author"]
    people = people or [person for person in reference.contributors if person.role == "editor"]
    written = "".join(around("creator", _name("creatorName", person)) for person in people)
    return around("creators", written or around("creator", element("creatorName", _UNAVAILABLE)))


def _name(tag: str, person: Contributor) -> str:
    name = person.name
    if name.is_organisation:
        written = element(tag, name.literal, nameType="Organizational")
        ror = element("nameIdentifier", person.ror and f"https://ror.org/{person.ror}", nameIdentifierScheme="ROR")
        return written + ror
    family = f"{name.particle} {name.family}".strip()
    orcid = person.orcid and f"https://orcid.org/{person.orcid}"
    return (
        element(tag, inverted(name).strip(" ,"), nameType="Personal")
        + element("givenName", name.given)
        + element("familyName", family)
        + element("nameIdentifier", orcid, nameIdentifierScheme="ORCID", schemeURI="https://orcid.org")
    )


def _titles(reference: Reference) -> str:
    written = [element("title", plain(t.text), xml_lang=t.language) for t in reference.titles[:1]]
    written += [
        element("title", plain(t.text), xml_lang=t.language, titleType="TranslatedTitle") for t in reference.titles[1:]
    ]
    written += [element("title", plain(t.text), xml_lang=t.language, titleType="Subtitle") for t in reference.subtitles]
    return around("titles", "".join(written) or element("title", _UNAVAILABLE))


def _contributors(reference: Reference) -> str:
    has_authors = bool(reference.names())
    people = [p for p in reference.contributors if p.role != "author" and (has_authors or p.role != "editor")]
    return around(
        "contributors",
        "".join(
            around("contributor", _name("contributorName", p), contributorType=_CONTRIBUTOR_TYPES.get(p.role, "Other"))
            for p in people
        ),
    )


def _alternates(reference: Reference) -> str:
    pairs = [(_ALTERNATES.get(i.scheme, i.scheme), i.value) for i in reference.identifiers if i.scheme != "doi"]
    if reference.identifier("doi"):
        pairs.append(("URL", reference.url))
    written = "".join(element("alternateIdentifier", value, alternateIdentifierType=scheme) for scheme, value in pairs)
    return around("alternateIdentifiers", written)


def _rights(licence: str) -> str:
    return around("rightsList", element("rights", licence, rightsURI=licence_address(licence)))


def _descriptions(reference: Reference) -> str:
    written = [
        element("description", t.text, descriptionType="Abstract", xml_lang=t.language) for t in reference.abstracts
    ]
    series = " ".join(filter(None, (reference.series, reference.number)))
    written.append(element("description", series if reference.series else "", descriptionType="SeriesInformation"))
    return around("descriptions", "".join(written))


def _funder(name: str) -> str:
    return around("fundingReference", element("funderName", name))
