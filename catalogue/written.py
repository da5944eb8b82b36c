"""Records as JSON and back: what a revision keeps and a draft holds."""

from __future__ import annotations

import dataclasses
from typing import Any

from catalogue.record import Record
from citations.reference import Contributor, Identifier, Name, PartialDate, Reference, Text

Json = dict[str, Any]

_TEXTS = ("titles", "subtitles", "abstracts")
_DATES = ("date", "event_date", "accessed")
_LISTS = ("others", "funders", "languages", "keywords")


def to_json(record: Record) -> Json:
    """Return the record as JSON; empty fields are left out."""
    written: Json = {"reference": reference_to_json(record.reference)}
    for name in ("programmes", "themes", "topics", "countries"):
        if values := getattr(record, name):
            written[name] = list(values)
    return written


def from_json(written: Json) -> Record:
    """Return the record; unknown names, from a later version, are left aside."""
    return Record(
        reference=reference_from_json(written.get("reference", {})),
        programmes=tuple(written.get("programmes", ())),
        themes=tuple(written.get("themes", ())),
        topics=tuple(written.get("topics", ())),
        countries=tuple(written.get("countries", ())),
    )


def reference_to_json(reference: Reference) -> Json:
    """Return the reference's fields that say something, in their own names."""
    return {field.name: value_to_json(value) for field, value in _said(reference)}


def reference_from_json(written: Json) -> Reference:
    return Reference(**{name: value_from_json(name, value) for name, value in written.items() if name in _NAMES})


def value_to_json(value: object) -> Any:
    """Return one field of a reference as JSON."""
    if isinstance(value, tuple):
        return [value_to_json(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {field.name: value_to_json(item) for field, item in _said(value)}
    return value


def value_from_json(name: str, value: Any) -> Any:
    """Return the field `name` of a reference from its JSON."""
    if name in _TEXTS:
        return tuple(Text(**item) for item in value)
    if name in _DATES:
        return _date(value)
    if name in _LISTS:
        return tuple(value)
    if name == "contributors":
        return tuple(_contributor(item) for item in value)
    if name == "identifiers":
        return tuple(Identifier(**item) for item in value)
    if name == "extra":
        return tuple((pair[0], pair[1]) for pair in value)
    return value


_NAMES = frozenset(field.name for field in dataclasses.fields(Reference))


def _said(value: Any) -> list[tuple[dataclasses.Field[Any], Any]]:
    """Return the fields that differ from their defaults; fields without a default always."""
    pairs = [(field, getattr(value, field.name)) for field in dataclasses.fields(value)]
    return [(field, item) for field, item in pairs if field.default is dataclasses.MISSING or item != field.default]


def _date(written: Json | None) -> PartialDate | None:
    if written is None:
        return None
    return PartialDate(**{**written, "end": _date(written.get("end"))})


def _contributor(written: Json) -> Contributor:
    return Contributor(**{**written, "name": Name(**written["name"])})
