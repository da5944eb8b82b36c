"""What the description of a paper offers for a field, as the form's values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.codes import country_name, language_name
from catalogue.models.publication import TYPE_NAMES
from ingest.forms.people import FormData, Row, rows_from, written_rows
from ingest.forms.record import written_abstracts
from ingest.forms.spoken import country_names, joined, language_names

_PEOPLE = {"authors": "author", "editors": "editor"}
_LISTS = ("keywords", "isbn", "issn", "funder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A value that can be put into the form: as a person reads it, and as the form holds it."""

    text: str
    data: FormData


def offer(name: str, value: Any, data: FormData) -> Offer | None:
    """Return what the description's `value` for field `name` would put into the form; None if it is no such value."""
    try:
        return _offer(name, value, data)
    except (TypeError, KeyError, AttributeError, ValueError):
        return None


def _offer(name: str, value: Any, data: FormData) -> Offer | None:
    if role := _PEOPLE.get(name):
        return _people(role, value, data)
    if name == "abstract":
        texts = [(language_names(filter(None, [part.get("language", "")])), str(part["text"])) for part in value]
        return Offer(text=" / ".join(text for _language, text in texts)[:300], data=written_abstracts(texts))
    if name == "title_alt":
        return _second_title(value)
    if name in ("year", "date"):
        return Offer(text=str(value), data={"date": [str(value)]})
    if name == "language":
        codes = _several(value)
        return Offer(text=", ".join(map(language_name, codes)), data={"language": [language_names(codes)]})
    if name == "countries":
        codes = _several(value)
        return Offer(text=", ".join(map(country_name, codes)), data={"countries": [country_names(codes)]})
    if name == "themes":
        return Offer(text=", ".join(_several(value)), data={"themes": list(_several(value))})
    if name == "type":
        return Offer(text=str(TYPE_NAMES[str(value)]), data={"type": [str(value)]})
    text = joined(_several(value)) if name in _LISTS else " ".join(_several(value))
    return Offer(text=text, data={name: [text]}) if text else None


def _several(value: Any) -> tuple[str, ...]:
    if isinstance(value, (str, int)):
        return (str(value),)
    return tuple(str(item) for item in value)


def _second_title(value: Any) -> Offer:
    if isinstance(value, str):
        return Offer(text=value, data={"title_alt": [value]})
    first = value[0]
    language = language_names(filter(None, [first.get("language", "")]))
    return Offer(text=first["text"], data={"title_alt": [first["text"]], "title_alt_language": [language]})


def _people(role: str, names: Sequence[dict[str, str]], data: FormData) -> Offer:
    """Return the rows with those of one role replaced, at the place where they began."""
    new = [_row(role, name) for name in names]
    old = rows_from(data)
    place = next((number for number, row in enumerate(old) if row.role == role), len(old))
    kept_before = [row for row in old[:place] if row.role != role]
    kept_after = [row for row in old[place:] if row.role != role]
    text = "; ".join(row.full_name for row in new)
    return Offer(text=text, data=written_rows([*kept_before, *new, *kept_after]))


def _row(role: str, name: dict[str, str]) -> Row:
    if literal := name.get("name") or name.get("literal"):
        return Row(kind="organisation", role=role, literal=literal)
    parts = {part: name.get(part, "") for part in ("family", "given", "particle", "suffix")}
    return Row(role=role, **parts)
