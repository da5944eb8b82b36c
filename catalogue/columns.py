"""A reference spread over the catalogue's columns, and gathered from them.

What the columns cannot hold exactly (a season's certainty, a name longer than its column, a field
that only one format knows) is carried beside them, so that gathering always gives the reference back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Model

from catalogue import written
from catalogue.models import Contribution, LocalisedText, Publication
from catalogue.models import Identifier as IdentifierRow
from citations.reference import PUBLICATION_TYPES, Contributor, Identifier, Name, PartialDate, Reference, Text

_PLAIN = {
    "genre": "genre",
    "series": "series_name",
    "number": "number",
    "volume": "volume",
    "issue": "issue",
    "edition": "edition",
    "pages": "pages",
    "container": "container",
    "publisher": "publisher_name",
    "institution": "institution_name",
    "place": "place",
    "url": "url",
    "licence": "licence",
    "note": "note",
}
_LISTS = ("funders", "keywords", "languages")
_TEXTS = {
    "titles": LocalisedText.Kind.TITLE,
    "subtitles": LocalisedText.Kind.SUBTITLE,
    "abstracts": LocalisedText.Kind.ABSTRACT,
}
# More rows than this for one record come from hostile files; the whole list is carried all the same.
_MOST_ROWS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The rows that belong to one publication, in order."""

    texts: Collection[LocalisedText]
    contributions: Collection[Contribution]
    identifiers: Collection[IdentifierRow]


def spread(reference: Reference, publication: Publication) -> Parts:
    """Write the reference into the publication's columns and return the rows beside them; nothing is saved."""
    publication.type = reference.type if reference.type in PUBLICATION_TYPES else "other"
    for field, column in _PLAIN.items():
        setattr(publication, column, _clipped(Publication, column, getattr(reference, field)))
    for field in _LISTS:
        setattr(publication, field, list(getattr(reference, field)))
    _spread_date(reference.date, publication)
    parts = Parts(
        texts=_text_rows(reference, publication),
        contributions=[_contribution(publication, n, c) for n, c in _numbered(reference.contributors)],
        identifiers=[_identifier(publication, n, i) for n, i in _numbered(reference.identifiers)],
    )
    publication.carried = _beyond_columns(reference, gathered(publication, parts))
    return parts


# What `gathered` reads of the rows.
ROW_COLUMNS: dict[type[Model], tuple[str, ...]] = {
    LocalisedText: ("publication_id", "kind", "language", "text"),
    Contribution: (
        "publication_id", "family", "given", "particle", "suffix", "literal", "role", "orcid", "ror",
    ),
    IdentifierRow: ("publication_id", "scheme", "value"),
}  # fmt: skip


def gathered(publication: Publication, parts: Parts) -> Reference:
    """Return what the columns and rows say, without what is carried beside them."""
    said: dict[str, Any] = {
        field: tuple(Text(text=t.text, language=t.language) for t in parts.texts if t.kind == kind)
        for field, kind in _TEXTS.items()
    }
    said |= {field: getattr(publication, column) for field, column in _PLAIN.items()}
    said |= {field: tuple(getattr(publication, field)) for field in _LISTS}
    return Reference(
        key=publication.key or publication.wished_key,
        type=publication.type,
        date=_gathered_date(publication),
        contributors=tuple(_contributor(row) for row in parts.contributions),
        identifiers=tuple(Identifier(scheme=row.scheme, value=row.value) for row in parts.identifiers),
        **said,
    )


def completed(reference: Reference, carried: dict[str, Any]) -> Reference:
    """Return the reference with what is carried put in place of what the columns said."""
    if not carried:
        return reference
    return dataclasses.replace(reference, **{n: written.value_from_json(n, v) for n, v in carried.items()})


def _beyond_columns(reference: Reference, columns: Reference) -> dict[str, Any]:
    names = [field.name for field in dataclasses.fields(Reference) if field.name != "key"]
    differing = [name for name in names if getattr(reference, name) != getattr(columns, name)]
    return {name: written.value_to_json(getattr(reference, name)) for name in differing}


def _spread_date(date: PartialDate | None, publication: Publication) -> None:
    year = date.year if date else None
    publication.year = year if year is not None and -9999 <= year <= 9999 else None
    publication.month = date.month if date and 0 <= date.month <= 24 else 0
    publication.day = date.day if date and 0 <= date.day <= 31 else 0


def _gathered_date(publication: Publication) -> PartialDate | None:
    if publication.year is None and not publication.month and not publication.day:
        return None
    return PartialDate(year=publication.year, month=publication.month, day=publication.day)


def _text_rows(reference: Reference, publication: Publication) -> list[LocalisedText]:
    return [
        LocalisedText(
            publication=publication,
            kind=kind,
            position=number,
            language=_clipped(LocalisedText, "language", text.language),
            text=text.text,
        )
        for field, kind in _TEXTS.items()
        for number, text in _numbered(getattr(reference, field))
    ]


def _contribution(publication: Publication, number: int, contributor: Contributor) -> Contribution:
    said = {
        **{field.name: getattr(contributor.name, field.name) for field in dataclasses.fields(Name)},
        **{name: getattr(contributor, name) for name in ("role", "orcid", "ror")},
    }
    columns = {name: _clipped(Contribution, name, value) for name, value in said.items()}
    return Contribution(publication=publication, position=number, **columns)


def _contributor(row: Contribution) -> Contributor:
    name = Name(family=row.family, given=row.given, particle=row.particle, suffix=row.suffix, literal=row.literal)
    return Contributor(name=name, role=row.role, orcid=row.orcid, ror=row.ror)


def _identifier(publication: Publication, number: int, identifier: Identifier) -> IdentifierRow:
    return IdentifierRow(
        publication=publication,
        position=number,
        scheme=_clipped(IdentifierRow, "scheme", identifier.scheme),
        value=_clipped(IdentifierRow, "value", identifier.value),
    )


def _numbered(items: Iterable[Any]) -> list[tuple[int, Any]]:
    return list(enumerate(items))[:_MOST_ROWS]


def _clipped(model: type[Any], column: str, value: str) -> str:
    field = model._meta.get_field(column)
    return value[: field.max_length] if isinstance(field, CharField) and field.max_length else value
