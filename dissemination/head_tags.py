"""Meta tags that Google Scholar, Zotero and the like read: Highwire's and Dublin Core's."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import override

from catalogue.models.publication import TYPE_NAMES
from citations.markup import plain
from citations.reference import Name, PartialDate, Reference

Tag = tuple[str, str]
# Tags of Dublin Core that are declared by a <link rel="schema.DCTERMS"> of their own.
_REPORTS = frozenset(
    {"research_report", "working_paper", "policy_brief", "country_brief", "handbook", "annual_report", "project_page"}
)


def head_tags(reference: Reference, *, page_url: str, pdf_url: str, online: str) -> tuple[Tag, ...]:
    """Return (name, content) pairs. `pdf_url` is "" where a stranger may not read the file; `online` is YYYY/MM/DD.

    Google takes a page without title, author or date as one without tags, so all or none are written.
    """
    names = reference.names() or reference.names("editor")
    date = date_with(reference.date, "/")
    if not (reference.title and names and date):
        return tuple(_dublin_core(reference))
    return (*_highwire(reference, names, date, page_url, pdf_url, online), *_dublin_core(reference))


def _highwire(
    reference: Reference, names: tuple[Name, ...], date: str, page_url: str, pdf_url: str, online: str
) -> Iterator[Tag]:
    yield "citation_title", _title(reference)
    for name in names:
        yield "citation_author", _written(name)
        orcid = next((c.orcid for c in reference.contributors if c.name == name and c.orcid), "")
        if orcid:
            yield "citation_author_orcid", f"https://orcid.org/{orcid}"
    yield "citation_publication_date", date
    if online:
        yield "citation_online_date", online
    yield from _kind(reference)
    for language in reference.languages[:1]:
        yield "citation_language", language
    for scheme in ("doi", "isbn", "issn"):
        if value := reference.identifier(scheme):
            yield f"citation_{scheme}", value
    for keyword in reference.keywords:
        yield "citation_keywords", keyword
    yield "citation_abstract_html_url", page_url
    if pdf_url:
        yield "citation_pdf_url", pdf_url


def _kind(reference: Reference) -> Iterator[Tag]:
    """Yield exactly one kind of work, and what belongs to it."""
    institution = reference.institution or reference.publisher
    match reference.type:
        case kind if kind in _REPORTS and institution:
            yield "citation_technical_report_institution", institution
            if reference.number:
                yield "citation_technical_report_number", reference.number
        case "thesis" if institution:
            yield "citation_dissertation_institution", institution
        case "article" if reference.container:
            yield "citation_journal_title", reference.container
            yield from _issue(reference)
        case "conference_paper" if reference.container or reference.event:
            yield "citation_conference_title", reference.container or reference.event
            yield from _pages(reference)
        case "chapter" if reference.container:
            yield "citation_inbook_title", reference.container
            yield from _pages(reference)
        case _:
            if reference.publisher:
                yield "citation_publisher", reference.publisher


def _issue(reference: Reference) -> Iterator[Tag]:
    if reference.volume:
        yield "citation_volume", reference.volume
    if reference.issue:
        yield "citation_issue", reference.issue
    yield from _pages(reference)


def _pages(reference: Reference) -> Iterator[Tag]:
    first, _dash, last = reference.pages.replace("–", "-").partition("-")
    if first.strip():
        yield "citation_firstpage", first.strip()
    if last.strip("- "):
        yield "citation_lastpage", last.strip("- ")


def _dublin_core(reference: Reference) -> Iterator[Tag]:
    if reference.title:
        yield "DC.title", _title(reference)
    for name in reference.names():
        yield "DC.creator", _written(name)
    for name in reference.names("editor"):
        yield "DC.contributor", _written(name)
    # Zotero shows this text as the type of report.
    with override("en"):
        yield "DC.type", str(TYPE_NAMES.get(reference.type, reference.type))
    if date := date_with(reference.date, "-"):
        yield "DC.date", date
    if publisher := reference.publisher or reference.institution:
        yield "DC.publisher", publisher
    for language in reference.languages:
        yield "DC.language", language
    if reference.licence:
        yield "DC.rights", reference.licence
    for abstract in reference.abstracts:
        yield "DCTERMS.abstract", abstract.text


def date_with(date: PartialDate | None, mark: str) -> str:
    """Return the date to its known precision: YYYY, YYYY/MM or YYYY/MM/DD; seasons count as the year."""
    if date is None or date.year is None:
        return ""
    parts = [f"{date.year:04}"]
    if 1 <= date.month <= 12:
        parts.append(f"{date.month:02}")
        if date.day:
            parts.append(f"{date.day:02}")
    # Scholar reads YYYY/MM/DD or YYYY, nothing between.
    return parts[0] if mark == "/" and len(parts) == 2 else mark.join(parts)


def _title(reference: Reference) -> str:
    return plain(": ".join(filter(None, [reference.title, reference.subtitle])))


def _written(name: Name) -> str:
    if name.is_organisation:
        return name.literal
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(filter(None, [family, f"{name.given} {name.suffix}".strip()]))
