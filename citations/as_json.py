"""Parts of a Reference as JSON and back; what comes back from a stranger's file is taken only where it fits."""

from __future__ import annotations

import dataclasses
from typing import Any

from citations.dates import is_date
from citations.reference import PUBLICATION_TYPES, Contributor, Identifier, Name, PartialDate, Reference, Text

_DATES = frozenset({"date", "event_date", "accessed"})
_ITEMS: dict[str, type[Any]] = {
    "titles": Text,
    "subtitles": Text,
    "abstracts": Text,
    "contributors": Contributor,
    "identifiers": Identifier,
}
_WORDS = frozenset({"others", "funders", "languages", "keywords"})
_PARTS: dict[type[Any], dict[str, type[Any]]] = {
    Text: {"text": str, "language": str},
    Name: {"family": str, "given": str, "particle": str, "suffix": str, "literal": str},
    Contributor: {"name": Name, "role": str, "orcid": str, "ror": str},
    Identifier: {"scheme": str, "value": str},
}
_CERTAINTIES = frozenset({"", "approximate", "uncertain", "both"})
_MISFITS = (TypeError, ValueError, KeyError, IndexError)


def value_to_json(value: Any) -> Any:
    """Return an attribute of a Reference as JSON; empty parts are left out."""
    if isinstance(value, tuple):
        return [value_to_json(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        said = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        # The year 0 is a year; a month or day 0 is none.
        return {n: value_to_json(p) for n, p in said.items() if p not in ("", None) and (p != 0 or n == "year")}
    return value


def differences(reference: Reference, other: Reference) -> dict[str, Any]:
    """Return as JSON what the reference says otherwise than the other one, but for the key."""
    names = [field.name for field in dataclasses.fields(Reference) if field.name != "key"]
    return {
        name: value_to_json(getattr(reference, name))
        for name in names
        if getattr(reference, name) != getattr(other, name)
    }


def with_differences(reference: Reference, said: Any) -> Reference:
    """Return the reference with what was said otherwise; what no attribute can be is left aside."""
    return dataclasses.replace(reference, **attributes(said)) if isinstance(said, dict) else reference


def attributes(said: dict[str, Any]) -> dict[str, Any]:
    """Return those attributes of a Reference that the JSON says, but for the key; what fits none is left aside."""
    found: dict[str, Any] = {}
    for name, value in said.items():
        if name in Reference.__dataclass_fields__ and name != "key":
            try:
                found[name] = _value(name, value)
            except _MISFITS:
                continue
    return found


def name_of_json(said: Any) -> Name | None:
    """Return the name that the JSON says, None for anything else."""
    try:
        name: Name = _item(Name, said)
    except _MISFITS:
        return None
    return name


def _value(name: str, value: Any) -> Any:
    if name in _DATES:
        return _date(value)
    if name in _ITEMS:
        return tuple(_item(_ITEMS[name], item) for item in _a(list, value))
    if name in _WORDS:
        return tuple(_a(str, item) for item in _a(list, value))
    if name == "extra":
        return tuple((_a(str, pair[0]), _a(str, pair[1])) for pair in _a(list, value))
    if name == "type" and value not in PUBLICATION_TYPES:
        raise ValueError
    return _a(str, value)


def _a(kind: type[Any], value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError
    return value


def _item(kind: type[Any], said: Any) -> Any:
    parts = _PARTS[kind]
    values = {
        name: _item(part, value) if part in _PARTS else _a(part, value)
        for name, value in _a(dict, said).items()
        if name in parts and (part := parts[name])
    }
    return kind(**values)


def _count(number: Any) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or abs(number) > 99_999:
        raise ValueError
    return number


def _date(said: Any) -> PartialDate | None:
    if said is None:
        return None
    year = _a(dict, said).get("year")
    month, day = _count(said.get("month", 0)), _count(said.get("day", 0))
    certainty = said.get("certainty", "")
    if certainty not in _CERTAINTIES or not is_date(_count(2000 if year is None else year), month, day):
        raise ValueError
    end = said.get("end")
    return PartialDate(
        year=year,
        month=month,
        day=day,
        certainty=certainty,
        end=_date(_a(dict, end)) if end is not None else None,
        literal=_a(str, said.get("literal", "")),
    )
