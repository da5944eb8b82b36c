"""A reference made whole again by what its entry carried beside the fields."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from citations.dates import parse_loose
from citations.formats import bib_carrier
from citations.identifiers import in_order
from citations.reference import PartialDate, Reference, Text

_SUBTITLE_MARKS = (": ", " ")


def with_carried(reference: Reference, carried: bib_carrier.Carried) -> Reference:
    """Return the reference with what the fields could not say."""
    said = bib_carrier.decoded(carried)
    contributors = list(reference.contributors)
    for position, orcid, ror in said.pop("contributor_ids", ()):
        if isinstance(position, int) and 0 <= position < len(contributors):
            contributors[position] = replace(contributors[position], orcid=str(orcid), ror=str(ror))
    contributors += said.pop("contributors", ())
    reference = _subtitles_apart(reference, said)
    said |= _texts(reference, said)
    said["identifiers"] = in_order((*reference.identifiers, *said.get("identifiers", ())))
    said["others"] = (*reference.others, *said.get("others", ()))
    said["extra"] = tuple(sorted((*reference.extra, *said.get("extra", ()))))
    for name in ("date", "event_date", "accessed"):
        if name in said:
            said[name] = parse_loose(said[name]) if isinstance(said[name], str) else None
    allowed = {name: value for name, value in said.items() if _fits(name, value)}
    return replace(reference, **allowed, contributors=tuple(contributors))


def _subtitles_apart(reference: Reference, said: dict[str, Any]) -> Reference:
    """Return the reference with title and subtitle apart, which BibTeX writes as one."""
    subtitle = said.pop("subtitle", "")
    if isinstance(subtitle, str) and subtitle and reference.titles:
        title = _without(reference.titles[0].text, subtitle)
        language = reference.titles[0].language
        if title is not None:
            titles = (Text(text=title, language=language),) if title else ()
            parts = (Text(text=subtitle, language=language),)
            reference = replace(reference, titles=titles, subtitles=parts)
    container_subtitle = said.get("container_subtitle", "")
    container = _without(reference.container, container_subtitle) if isinstance(container_subtitle, str) else None
    return reference if not container_subtitle or container is None else replace(reference, container=container)


def _without(whole: str, subtitle: str) -> str | None:
    """Return what stands before the subtitle, None if that does not end the whole."""
    if whole == subtitle:
        return ""
    mark = next((mark for mark in _SUBTITLE_MARKS if whole.endswith(mark + subtitle)), None)
    return None if mark is None else whole[: -len(mark + subtitle)]


def _texts(reference: Reference, said: dict[str, Any]) -> dict[str, Any]:
    """Return titles, subtitles and abstracts with their languages and with those that have no field."""
    languages = {str(pair[0]): str(pair[1]) for pair in said.pop("text_languages", ())}
    texts: dict[str, Any] = {}
    for name in ("titles", "subtitles", "abstracts"):
        first: tuple[Text, ...] = getattr(reference, name)
        if first and name in languages:
            first = (replace(first[0], language=languages[name]), *first[1:])
        texts[name] = (*first, *said.get(name, ()))
    return texts


def _fits(name: str, value: object) -> bool:
    """Say whether a carried value is of its attribute's kind."""
    if name in {"date", "event_date", "accessed"}:
        return isinstance(value, PartialDate) or value is None
    return isinstance(value, type(Reference.__dataclass_fields__[name].default))
