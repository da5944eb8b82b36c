"""Parts of a Reference as JSON and back; what comes back from a stranger's file is taken only where it fits."""

from __future__ import annotations

import dataclasses
from typing import Any

from citations.reference import Contributor, Identifier, Name, PartialDate, Reference, Text

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


def value_to_json(value: Any) -> Any:
    """Return an attribute of a Reference as JSON; empty parts are left out."""
    if isinstance(value, tuple):
        return [value_to_json(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        said = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {name: value_to_json(part) for name, part in said.items() if part not in ("", 0, None)}
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
    if not isinstance(said, dict):
        return reference
    changes: dict[str, Any] = {}
    for name, value in said.items():
        if name in Reference.__dataclass_fields__ and name != "key":
            try:
                changes[name] = _value(name, value)
            except (TypeError, ValueError, KeyError):
                continue
    return dataclasses.replace(reference, **changes)


def _value(name: str, value: Any) -> Any:
    if name in _DATES:
        return _date(value)
    if name in _ITEMS:
        return tuple(_item(_ITEMS[name], item) for item in _a(list, value))
    if name in _WORDS:
        return tuple(_a(str, item) for item in _a(list, value))
    if name == "extra":
        return tuple((_a(str, pair[0]), _a(str, pair[1])) for pair in _a(list, value))
    return _a(str, value)


def _a(kind: type[Any], value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError
    return value


def _item(kind: type[Any], said: Any) -> Any:
    parts = _PARTS[kind]
    if kind is Name and not isinstance(said, dict):
        raise TypeError
    values = {
        name: _item(part, value) if part in _PARTS else _a(part, value)
        for name, value in _a(dict, said).items()
        if name in parts and (part := parts[name])
    }
    return kind(**values)


def _is_count(number: Any) -> bool:
    return isinstance(number, int) and abs(number) < 100_000


def _date(said: Any) -> PartialDate | None:
    if said is None:
        return None
    numbers = {name: said.get(name) for name in ("year", "month", "day")}
    if any(
        number is not None and not (isinstance(number, int) and abs(number) < 100_000) for number in numbers.values()
    ):
        raise ValueError
    certainty = said.get("certainty", "")
    if certainty not in _CERTAINTIES:
        raise ValueError
    end = said.get("end")
    return PartialDate(
        year=numbers["year"],
        month=numbers["month"] or 0,
        day=numbers["day"] or 0,
        certainty=certainty,
        end=_date(_a(dict, end)) if end is not None else None,
        literal=_a(str, said.get("literal", "")),
    )
