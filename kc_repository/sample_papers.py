"""The sample papers: what is set right in each after reading, and the vocabularies they use."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model

from catalogue.identifiers import bare
from catalogue.models import Organisation, Programme, Series, Theme, Topic
from catalogue.record import Record
from citations.reference import Contributor, Identifier, Name, PartialDate, Reference, Text
from dissemination.models import EditedPage

FOLDER = settings.BASE_DIR / "samples"
_VOCABULARIES: dict[str, type[Model]] = {
    "programmes": Programme,
    "themes": Theme,
    "topics": Topic,
    "series": Series,
    "organisations": Organisation,
    "pages": EditedPage,
}
_LISTS = ("programmes", "themes", "topics", "countries")
# Fields of a correction that a reference holds as they are.
_PLAIN = ("type", "series", "number", "institution", "publisher", "licence", "container", "volume", "issue", "pages")
_SCHEMES = ("doi", "isbn", "issn", "urn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A paper, whether it is published, and what reading it cannot know or got wrong."""

    path: Path
    publish: bool
    correction: Mapping[str, Any]


def samples() -> tuple[Sample, ...]:
    """Return the sample papers in the order of their names."""
    return tuple(_sample(path) for path in sorted((FOLDER / "papers").glob("*.pdf")))


def store_vocabularies() -> None:
    """Store the terms of the samples; those that the library has already stay as they are."""
    entries = tomllib.loads((FOLDER / "vocabularies.toml").read_text())
    for name, model in _VOCABULARIES.items():
        for entry in entries.get(name, ()):
            model._default_manager.get_or_create(slug=entry["slug"], defaults=entry)


def corrected(record: Record, correction: Mapping[str, Any]) -> Record:
    """Return the record with what a correction file says in place of what was read."""
    reference = _corrected(record.reference, correction.get("fields", {}))
    lists = {name: tuple(correction[name]) for name in _LISTS if name in correction}
    return replace(record, reference=reference, **lists)


def _sample(path: Path) -> Sample:
    correction = tomllib.loads(path.with_suffix(".toml").read_text())
    return Sample(path=path, publish=correction["publish"], correction=correction)


def _corrected(reference: Reference, fields: Mapping[str, Any]) -> Reference:
    changes: dict[str, Any] = {name: fields[name] for name in _PLAIN if name in fields}
    if "language" in fields:
        changes["languages"] = (fields["language"],)
    language = changes.get("languages", reference.languages or ("",))[0]
    if "title" in fields:
        changes["titles"] = _titles(reference, fields, language)
        changes["subtitles"] = tuple(Text(text=fields[n], language=language) for n in ("subtitle",) if n in fields)
    if "abstracts" in fields:
        changes["abstracts"] = tuple(Text(text=text, language=code) for code, text in fields["abstracts"].items())
    if "authors" in fields or "editors" in fields:
        changes["contributors"] = _contributors(reference, fields)
    if "date" in fields:
        changes["date"] = _date(fields["date"])
    corrected_schemes = [scheme for scheme in _SCHEMES if scheme in fields]
    if corrected_schemes:
        kept = [i for i in reference.identifiers if i.scheme not in corrected_schemes]
        new = [Identifier(scheme=scheme, value=bare(scheme, fields[scheme])) for scheme in corrected_schemes]
        changes["identifiers"] = (*kept, *new)
    return replace(reference, **changes)


def _titles(reference: Reference, fields: Mapping[str, Any], language: str) -> tuple[Text, ...]:
    first = Text(text=fields["title"], language=language)
    if "title_alt" in fields:
        return first, Text(text=fields["title_alt"], language="en" if language != "en" else "sv")
    return first, *reference.titles[1:]


def _contributors(reference: Reference, fields: Mapping[str, Any]) -> tuple[Contributor, ...]:
    roles = {"author": fields.get("authors"), "editor": fields.get("editors")}
    kept = [c for c in reference.contributors if not roles.get(c.role)]
    new = [Contributor(name=_name(entry), role=role) for role, entries in roles.items() for entry in entries or ()]
    return (*new, *kept)


def _name(entry: Mapping[str, str]) -> Name:
    return Name(literal=entry["name"]) if "name" in entry else Name(**entry)


def _date(written: str) -> PartialDate:
    year, month, day = (*map(int, written.split("-")), 0, 0)[:3]
    return PartialDate(year=year, month=month, day=day)
