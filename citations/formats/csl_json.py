"""CSL-JSON, valid against the schema of CSL 1.0.2; what CSL has no variable for stands in `custom`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from citations.as_json import differences, with_differences
from citations.canonical import by_role, hyphenated, safe_address
from citations.dates import parse_loose
from citations.formats.bib_fields import joined_title
from citations.formats.bib_types import REPORTS
from citations.formats.csl_types import csl_genre, csl_type, type_of_csl
from citations.formats.form import Problem, ReadResult
from citations.formats.languages import language_code
from citations.formats.tagged import particle_apart
from citations.identifiers import in_order, several
from citations.keys import make_key
from citations.reference import Contributor, Identifier, Name, PartialDate, Reference, Text

Item = dict[str, Any]

# Roles in their CSL words, where those differ from BibLaTeX's.
_ROLES = {"bookauthor": "container-author", "collaborator": "contributor"}
_CSL_ROLES = (
    *("author", "editor", "translator", "compiler", "director", "illustrator", "composer", "interviewer", "recipient"),
    *("container-author", "collection-editor", "editorial-director", "original-author", "reviewed-author", "chair"),
    *("contributor", "curator", "executive-producer", "guest", "host", "narrator", "organizer", "performer"),
    *("producer", "script-writer", "series-creator"),
)
_ROLE_OF = {csl: role for role, csl in _ROLES.items()}
_PLAIN = {
    "volume": "volume",
    "issue": "issue",
    "edition": "edition",
    "pages": "page",
    "page_count": "number-of-pages",
    "place": "publisher-place",
    "event": "event-title",
    "event_place": "event-place",
    "series": "collection-title",
    "url": "URL",
    "note": "note",
}
_IDENTIFIERS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID"}
# Names of `extra` for which CSL has a variable.
_EXTRA = {
    "version": "version",
    "chapter": "chapter-number",
    "shorttitle": "title-short",
    "shortjournal": "container-title-short",
    "part": "part",
    "volumes": "number-of-volumes",
    "annotation": "annote",
    "library": "call-number",
    "pubstate": "status",
    "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place",
    "origtitle": "original-title",
}
_NUMBERED_IN_SERIES = frozenset({"book", "chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"})


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield a JSON array, one item after another."""
    yield "["
    given: set[str] = set()
    for number, reference in enumerate(references):
        key = reference.key or make_key(reference, given.__contains__)
        given.add(key)
        yield (",\n" if number else "\n") + json.dumps(item_of(reference, key), ensure_ascii=False)
    yield "\n]\n"


def item_of(reference: Reference, key: str) -> Item:
    """Return the reference as an item; reading it back gives the reference again."""
    item = formatting_item(reference, key)
    for role in _CSL_ROLES:
        for name in item.get(role, ()):
            # Zotero drops a particle of its own; in the family name every reader finds it.
            if particle := name.pop("non-dropping-particle", ""):
                name["family"] = f"{particle} {name['family']}"
    if custom := differences(reference, reference_of(item)):
        item["custom"] = custom
    return item


def formatting_item(reference: Reference, key: str) -> Item:
    """Return the reference as an item for a formatter, with particles apart."""
    title = reference.titles[0].text if reference.titles else ""
    language = reference.titles[0].language if reference.titles else ""
    extra = dict(reference.extra)
    item: Item = {"id": key, "type": csl_type(reference)}
    item |= {name: getattr(reference, attribute) for attribute, name in _PLAIN.items()}
    item |= {
        "title": ". ".join(filter(None, (joined_title(title, reference.subtitle), extra.get("titleaddon", "")))),
        "container-title": joined_title(reference.container, reference.container_subtitle),
        "genre": csl_genre(reference),
        "publisher": _publisher(reference),
        "collection-number" if _numbered_in_series(reference) else "number": reference.number,
        "abstract": reference.abstracts[0].text if reference.abstracts else "",
        "keyword": ", ".join(reference.keywords),
        "language": language or (reference.languages[0] if reference.languages else ""),
        "issued": _date_item(reference.date),
        "event-date": _date_item(reference.event_date),
        "accessed": _date_item(reference.accessed),
    }
    item |= {_EXTRA[name]: value for name, value in reversed(reference.extra) if name in _EXTRA}
    for identifier in reversed(reference.identifiers):
        if name := _IDENTIFIERS.get(identifier.scheme):
            item[name] = identifier.value
    item |= _names(reference)
    return {name: value for name, value in item.items() if value or name == "id"}


def _numbered_in_series(reference: Reference) -> bool:
    return csl_type(reference) in _NUMBERED_IN_SERIES


def _publisher(reference: Reference) -> str:
    issued_by = reference.type in REPORTS or reference.type == "thesis"
    houses = (reference.institution, reference.publisher)
    return next(filter(None, houses if issued_by else reversed(houses)), "")


def _names(reference: Reference) -> dict[str, list[dict[str, str]]]:
    by_csl_role: dict[str, list[dict[str, str]]] = {}
    for contributor in reference.contributors:
        role = _ROLES.get(contributor.role, contributor.role)
        if role in _CSL_ROLES:
            by_csl_role.setdefault(role, []).append(_name_item(contributor.name))
    for role in reference.others:
        if (csl := _ROLES.get(role, role)) in by_csl_role:
            by_csl_role[csl].append({"literal": "others"})
    return by_csl_role


def _name_item(name: Name) -> dict[str, str]:
    if name.is_organisation:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text} or {"literal": ""}


def _date_item(date: PartialDate | None) -> dict[str, Any]:
    if date is None:
        return {}
    parts = [_date_parts(point) for point in (date, date.end) if point and point.year is not None]
    if not parts:
        return {"literal": date.literal} if date.literal else {}
    item: dict[str, Any] = {"date-parts": parts}
    if date.month > 12:
        item["season"] = date.month - 20
    if date.certainty:
        item["circa"] = True
    return item


def _date_parts(date: PartialDate) -> list[int]:
    year = date.year or 0
    # CSL counts -1 as the year before 1, EDTF 0.
    parts = [year if year > 0 else year - 1]
    if 1 <= date.month <= 12:
        parts.append(date.month)
        if date.day:
            parts.append(date.day)
    return parts


def read(source: str) -> ReadResult:
    """Return the references of a CSL-JSON array, or of one item, or of `{"items": [...]}`."""
    try:
        document = json.loads(source)
    except RecursionError:
        return ReadResult(references=(), problems=(Problem(line=1, code="nested_too_deeply"),))
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        return ReadResult(references=(), problems=(Problem(line=line, code="json", detail=str(error)),))
    if isinstance(document, dict):
        document = document.get("items", [document])
    references: list[Reference] = []
    problems: list[Problem] = []
    for number, item in enumerate(document if isinstance(document, list) else [document], start=1):
        if not isinstance(item, dict) or not item.keys() & {"type", "title", "author", "id"}:
            problems.append(Problem(line=1, code="no_item", detail=str(number)))
            continue
        references.append(reference_of(item))
    return ReadResult(references=tuple(references), problems=tuple(problems))


def reference_of(item: Item) -> Reference:
    """Return an item as a Reference; what is not of the kind that CSL says is left aside."""
    text = _Texts(item)
    language = language_code(text("language")) or text("language")
    type_, kind, genre = type_of_csl(text("type"), text("genre"))
    contributors, others = _contributors(item)
    issued_by = type_ in REPORTS or type_ == "thesis"
    title, abstract = text("title"), text("abstract")
    reference = Reference(
        key=re.sub(r"\s+", "", str(item.get("id", ""))),
        type=type_,
        kind=kind,
        genre=genre,
        titles=(Text(text=title, language=language),) if title else (),
        abstracts=(Text(text=abstract, language=language),) if abstract else (),
        contributors=contributors,
        others=others,
        date=_date(item.get("issued")),
        container=text("container-title"),
        number=text("number") or text("collection-number"),
        publisher="" if issued_by else text("publisher"),
        institution=text("publisher") if issued_by else "",
        event_date=_date(item.get("event-date")),
        accessed=_date(item.get("accessed")),
        identifiers=_identifiers(text),
        languages=(language,) if language else (),
        keywords=_keywords(item.get("keyword")),
        extra=tuple(sorted((ours, text(csl)) for ours, csl in _EXTRA.items() if text(csl))),
    )
    plain: dict[str, Any] = {attribute: _attribute(attribute, text(name)) for attribute, name in _PLAIN.items()}
    plain["event"] = plain["event"] or text("event")
    return with_differences(replace(reference, **plain), item.get("custom"))


class _Texts:
    """The text variables of an item."""

    def __init__(self, item: Item) -> None:
        self.item = item

    def __call__(self, name: str) -> str:
        value = self.item.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return ""
        return _clean(str(value), paragraphs=name in {"abstract", "note"})


def _clean(text: str, *, paragraphs: bool) -> str:
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text)
    if not paragraphs:
        return " ".join(re.split(r"[ \t\r\n]+", text)).strip()
    parts = re.split(r"\n[ \t\r]*\n", text)
    return "\n\n".join(filter(None, (" ".join(re.split(r"[ \t\r\n]+", part)).strip() for part in parts)))


def _attribute(name: str, text: str) -> str:
    if name == "pages":
        return hyphenated(text)
    return safe_address(text) if name == "url" else text


def _keywords(value: object) -> tuple[str, ...]:
    words = value if isinstance(value, list) else re.split("[,;]", value) if isinstance(value, str) else []
    return tuple(dict.fromkeys(filter(None, (_clean(str(word), paragraphs=False) for word in words))))


def _identifiers(text: _Texts) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    for scheme, name in _IDENTIFIERS.items():
        if value := text(name):
            found += several(scheme, value)
    return in_order(tuple(found))


def _contributors(item: Item) -> tuple[tuple[Contributor, ...], tuple[str, ...]]:
    found: list[Contributor] = []
    others: list[str] = []
    for csl_role in _CSL_ROLES:
        role = _ROLE_OF.get(csl_role, csl_role)
        names = item.get(csl_role)
        for said in names if isinstance(names, list) else ():
            name = _name(said)
            if name.literal.lower() in {"others", "et al.", "et al"}:
                others.append(role)
            elif name != Name():
                found.append(Contributor(name=name, role=role))
    return by_role(found), tuple(dict.fromkeys(others))


def _name(said: object) -> Name:
    if isinstance(said, str):
        return Name(literal=_clean(said, paragraphs=False))
    if not isinstance(said, dict):
        return Name()
    text = _Texts(said)
    if literal := text("literal"):
        return Name(literal=literal)
    particle = " ".join(filter(None, (text("dropping-particle"), text("non-dropping-particle"))))
    family = text("family")
    if not particle:
        particle, family = particle_apart(family)
    return Name(family=family, given=text("given"), particle=particle, suffix=text("suffix"))


def _date(said: object) -> PartialDate | None:
    if isinstance(said, str):
        return parse_loose(said)
    if not isinstance(said, dict):
        return None
    parts = said.get("date-parts")
    points = [_point(part) for part in parts[:2]] if isinstance(parts, list) else []
    if not points or points[0] is None:
        return parse_loose(str(said.get("raw") or said.get("literal") or ""))
    first = points[0]
    season = said.get("season")
    month = first.month
    if not month and str(season) in {"1", "2", "3", "4"}:
        month = 20 + int(str(season))
    return PartialDate(
        year=first.year,
        month=month,
        day=first.day,
        certainty="approximate" if said.get("circa") not in (None, False, 0, "", "0", "false") else "",
        end=points[1] if len(points) > 1 else None,
    )


def _point(part: object) -> PartialDate | None:
    if not isinstance(part, list):
        return None
    numbers = [int(n) for n in part[:3] if re.fullmatch(r"-?[0-9]{1,5}", str(n))]
    if not numbers or len(numbers) != len(part[:3]):
        return None
    year, month, day = (*numbers, 0, 0)[:3]
    year += year < 0
    if not 0 <= month <= 12 or not 0 <= day <= 31:
        return PartialDate(year=year)
    return PartialDate(year=year, month=month, day=day if month else 0)
