"""The one place where a value is chosen for each field, with its confidence and what else was said."""

from __future__ import annotations

from collections.abc import Sequence

from citations.reference import Name, PartialDate, Reference
from ingest.description.abstracts import find_abstracts, find_keywords
from ingest.description.casing import without_capitals
from ingest.description.clues import Clues
from ingest.description.dates import YearOption, find_date, year_features, year_options
from ingest.description.doubts import MOST_IN_DOUBT, people_in_doubt, title_in_doubt
from ingest.description.front import surrounding
from ingest.description.identifiers import FoundIdentifier, find_doi, find_isbn, find_issn, find_urn
from ingest.description.imprint import (
    FoundWords,
    find_funders,
    find_institutions,
    find_licence,
    find_publishers,
)
from ingest.description.kinds import find_kinds
from ingest.description.people import find_editors, people_options
from ingest.description.people_elsewhere import PeopleOption
from ingest.description.people_features import people_features
from ingest.description.ranking import choose
from ingest.description.subjects import find_countries, find_themes
from ingest.description.subtitles import find_subtitle, other_titles
from ingest.description.title_features import title_features
from ingest.description.titles import TitleOption, title_options
from ingest.description.values import Evidence, Field, LanguageText, Value
from ingest.description.wording import likeness

_MOST_ALTERNATIVES = 4
# Where the words of a title in capitals are looked up.
_PAGES_OF_SENTENCES = 40


def _evidence(
    sources: Sequence[str], page: int | None, box: tuple[float, float, float, float] | None
) -> tuple[Evidence, ...]:
    return tuple(Evidence(source=source, page=page, box=box) for source in sources)


def _distinct(values: Sequence[Value], chosen: Value) -> tuple[Value, ...]:
    others = [value for value in dict.fromkeys(values) if value != chosen]
    return tuple(others[:_MOST_ALTERNATIVES])


def choose_title(clues: Clues) -> tuple[Field | None, TitleOption | None]:
    """Return the title field, and where it stands."""
    options = title_options(clues)
    choice = choose(clues.weights["title"], title_features(options, clues))
    if choice is None:
        return _title_outside(clues), None
    best = options[choice.best]
    text = _best_dress(best.text, clues)
    agreeing = [
        name
        for name, title in (
            ("info", clues.embedded.info_title),
            ("xmp", clues.embedded.xmp_title),
            ("sidecar", clues.sidecar_title),
        )
        if title and likeness(title, text) >= 0.9
    ]
    subtitle = find_subtitle(best, clues)
    doubted = title_in_doubt(best, subtitle.text if subtitle else "", clues)
    field = Field(
        name="title",
        value=text,
        confidence=round(min(choice.probability, MOST_IN_DOUBT if doubted else 1.0), 3),
        evidence=_evidence((*best.sources, *agreeing), best.page, best.box),
        alternatives=_distinct([options[place].text for place in choice.others], text),
    )
    return field, best


def _best_dress(text: str, clues: Clues) -> str:
    """Return the printed title; where it is in capitals, as the file's metadata or the paper's sentences have it."""
    others = (clues.sidecar_title, clues.embedded.xmp_title, clues.embedded.info_title)
    for other in others if text.isupper() else ():
        if other and not other.isupper() and likeness(other, text) >= 0.95:
            return other
    return _in_sentence(text, clues) if len(text.split()) > 2 else text


def _in_sentence(text: str, clues: Clues) -> str:
    return without_capitals(text, (page.text for page in clues.extraction.pages[:_PAGES_OF_SENTENCES]))


def _title_outside(clues: Clues) -> Field | None:
    for source, title in (
        ("sidecar", clues.sidecar_title),
        ("xmp", clues.embedded.xmp_title),
        ("info", clues.embedded.info_title),
    ):
        if title:
            return Field(name="title", value=title, confidence=0.4, evidence=(Evidence(source=source),))
    return None


def choose_subtitle(title: TitleOption | None, clues: Clues) -> Field | None:
    found = find_subtitle(title, clues) if title else None
    if found is None:
        return None
    page, box = (found.rows[0].page, surrounding(found.rows)) if found.rows else (None, None)
    return Field(
        name="subtitle",
        value=_in_sentence(found.text.lstrip("–—- "), clues),
        confidence=found.sureness,
        evidence=_evidence((found.source,), page, box),
    )


def choose_other_title(title: TitleOption | None, clues: Clues) -> Field | None:
    """Return the title in another language, where one stands on the first page."""
    if title is None:
        return None
    for text, language, row in other_titles(title, clues):
        value = (LanguageText(language=language, text=_in_sentence(text, clues)),)
        return Field(name="title_alt", value=value, confidence=0.7, evidence=_evidence(("layout",), row.page, row.box))
    return None


def choose_authors(title: TitleOption | None, clues: Clues) -> tuple[Field | None, PeopleOption | None]:
    options = people_options(title, clues)
    choice = choose(clues.weights["authors"], people_features(options, title, clues))
    if choice is None:
        return None, None
    best = options[choice.best]
    most = MOST_IN_DOUBT if people_in_doubt(best, clues) else 1.0
    field = Field(
        name="authors",
        value=best.names,
        confidence=round(min(choice.probability, most), 3),
        evidence=_evidence(best.sources, best.page, best.box),
        alternatives=_distinct([options[place].names for place in choice.others], best.names),
    )
    return field, best


def corporate_author(institution: Field | None) -> Field | None:
    """Return the organisation behind a paper as its author, for a paper that names no person."""
    if institution is None or not isinstance(institution.value, str):
        return None
    name = Name(literal=institution.value)
    confidence = round(0.7 * institution.confidence, 3)
    return Field(name="authors", value=(name,), confidence=confidence, evidence=institution.evidence)


def choose_editors(clues: Clues) -> Field | None:
    found = find_editors(clues)
    if not found.names:
        return None
    return Field(
        name="editors", value=found.names, confidence=0.8, evidence=_evidence(("layout",), found.page, found.box)
    )


def choose_year(clues: Clues) -> tuple[Field | None, YearOption | None]:
    options = year_options(clues)
    choice = choose(clues.weights["year"], year_features(options, clues))
    if choice is None:
        return None, None
    best = options[choice.best]
    field = Field(
        name="year",
        value=best.year,
        confidence=round(choice.probability, 3),
        evidence=_evidence(best.sources, best.page, best.box),
        alternatives=_distinct([options[place].year for place in choice.others], best.year),
    )
    return field, best


def written_date(date: PartialDate) -> str:
    """Return YYYY, YYYY-MM or YYYY-MM-DD; a season counts as no month."""
    text = f"{date.year:04d}" if date.year else ""
    if text and 1 <= date.month <= 12:
        text += f"-{date.month:02d}"
        text += f"-{date.day:02d}" if date.day else ""
    return text


def choose_date(year: Field | None, clues: Clues) -> Field | None:
    if year is None or not isinstance(year.value, int):
        return None
    found = find_date(year.value, clues)
    if found is None:
        return Field(name="date", value=str(year.value), confidence=year.confidence, evidence=year.evidence)
    date, page, box = found
    return Field(
        name="date",
        value=written_date(date),
        confidence=round(0.9 * year.confidence, 3),
        evidence=_evidence(("layout",), page, box),
    )


def choose_abstract(clues: Clues) -> Field | None:
    found = find_abstracts(clues)
    if not found:
        return None
    value = tuple(LanguageText(language=f.language, text=f.text) for f in found)
    evidence = tuple(Evidence(source=f.source, page=f.page, box=f.box) for f in found)
    return Field(
        name="abstract", value=value, confidence=0.9 if found[0].source == "layout" else 0.6, evidence=evidence
    )


def choose_keywords(clues: Clues) -> Field | None:
    found = find_keywords(clues)
    if found is None:
        return None
    words, row = found
    return Field(name="keywords", value=words, confidence=0.9, evidence=_evidence(("layout",), row.page, row.box))


def _identifier(name: str, found: Sequence[FoundIdentifier]) -> Field | None:
    if not found:
        return None
    best = found[0]
    others = [f.value for f in found[1:]]
    rival = any(f.value.lower() != best.value.lower() and f.score >= best.score - 0.5 for f in found[1:])
    return Field(
        name=name,
        value=best.value,
        confidence=0.6 if rival else min(0.99, 0.7 + 0.06 * best.score),
        evidence=_evidence((best.source,), best.page, best.box),
        alternatives=_distinct(others, best.value),
    )


def choose_identifiers(clues: Clues) -> list[Field | None]:
    return [
        _identifier("doi", find_doi(clues)),
        _identifier("isbn", find_isbn(clues)),
        _identifier("issn", find_issn(clues)),
        _identifier("urn", find_urn(clues)),
    ]


def choose_kind(clues: Clues, series: Sequence[FoundWords]) -> Field:
    found = find_kinds(clues, next(iter(series), None))
    best, margin = found[0], found[0].score - (found[1].score if len(found) > 1 else 0.0)
    return Field(
        name="type",
        value=best.kind,
        confidence=round(max(0.3, min(0.97, 0.55 + 0.12 * best.score * min(1.0, margin))), 3),
        evidence=(Evidence(source="layout", page=1),),
        alternatives=_distinct([option.kind for option in found[1:]], best.kind),
    )


def _words(name: str, found: Sequence[FoundWords], confidence: float) -> Field | None:
    named = [f for f in found if f.text]
    if not named:
        return None
    best = named[0]
    return Field(
        name=name,
        value=best.text,
        confidence=round(min(0.97, confidence * (0.6 + 0.12 * best.score)), 3),
        evidence=_evidence((best.source,), best.page, best.box),
        alternatives=_distinct([f.text for f in named[1:]], best.text),
    )


def choose_imprint(clues: Clues, series: Sequence[FoundWords]) -> list[Field | None]:
    number = next((f for f in series if f.number), None)
    number_field = (
        None
        if number is None
        else Field(
            name="number",
            value=number.number,
            confidence=round(min(0.97, 0.6 + 0.1 * number.score), 3),
            evidence=_evidence((number.source,), number.page, number.box),
            alternatives=_distinct([f.number for f in series if f.number], number.number),
        )
    )
    return [
        _words("institution", find_institutions(clues), 0.9),
        _words("publisher", find_publishers(clues), 0.9),
        _words("funder", find_funders(clues), 0.8),
        _words("series", series, 1.0),
        number_field,
        _words("licence", find_licence(clues), 1.0),
    ]


def choose_subjects(clues: Clues) -> list[Field | None]:
    fields: list[Field | None] = []
    for name, found in (("countries", find_countries(clues)), ("themes", find_themes(clues))):
        value = tuple(code for code, _ in found)
        confidence = round(min((score for _, score in found), default=0.0), 3)
        fields.append(
            Field(name=name, value=value, confidence=confidence, evidence=(Evidence(source="text"),)) if value else None
        )
    return fields


def from_sidecar(fields: dict[str, Field], sidecar: Reference) -> dict[str, Field]:
    """Return fields with what the .bib or .ris beside the PDF says in the place of what was read less surely."""
    given: dict[str, Value] = {}
    if sidecar.date and sidecar.date.year:
        given["year"] = sidecar.date.year
        given["date"] = written_date(sidecar.date)
    for name, value in (
        ("title", sidecar.title),
        ("subtitle", sidecar.subtitle),
        ("doi", sidecar.identifier("doi")),
        ("isbn", sidecar.identifier("isbn")),
        ("series", sidecar.series),
        ("number", sidecar.number),
        ("institution", sidecar.institution),
        ("publisher", sidecar.publisher),
    ):
        given |= {name: value} if value else {}
    if sidecar.names():
        given["authors"] = sidecar.names()
    if sidecar.type != "other":
        given["type"] = sidecar.type
    merged = dict(fields)
    for name, wanted in given.items():
        read = fields.get(name)
        if read is None or read.confidence < 0.9 or read.value == wanted:
            others = _distinct([read.value, *read.alternatives] if read else [], wanted)
            merged[name] = Field(
                name=name, value=wanted, confidence=0.93, evidence=(Evidence(source="sidecar"),), alternatives=others
            )
    return merged
