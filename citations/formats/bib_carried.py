"""A reference made whole again by what its entry carried beside the fields."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from citations.as_json import attributes, name_of_json
from citations.formats import bib_carrier
from citations.identifiers import in_order
from citations.reference import Contributor, Reference, Text

_SUBTITLE_MARKS = (": ", " ")


def with_carried(reference: Reference, carried: bib_carrier.Carried) -> Reference:
    """Return the reference with what the fields could not say."""
    said = attributes(carried)
    contributors = list(reference.contributors)
    _complete(contributors, carried)
    said["contributors"] = (*contributors, *said.get("contributors", ()))
    reference = _subtitles_apart(reference, carried)
    said |= _texts(reference, said, carried)
    said["identifiers"] = in_order((*reference.identifiers, *said.get("identifiers", ())))
    said["others"] = (*reference.others, *said.get("others", ()))
    said["extra"] = tuple(sorted((*reference.extra, *said.get("extra", ()))))
    return replace(reference, **said)


def _listed(carried: bib_carrier.Carried, name: str) -> list[Any]:
    said = carried.get(name)
    return said if isinstance(said, list) else []


def _complete(contributors: list[Contributor], carried: bib_carrier.Carried) -> None:
    """Give the contributors what no list of names says: identifiers, and names with more commas than biber takes."""
    for pair in _listed(carried, "contributor_names"):
        match pair:
            case [int(position), whole] if 0 <= position < len(contributors):
                name = name_of_json(whole) or contributors[position].name
                contributors[position] = replace(contributors[position], name=name)
    for triple in _listed(carried, "contributor_ids"):
        match triple:
            case [int(position), str(orcid), str(ror)] if 0 <= position < len(contributors):
                contributors[position] = replace(contributors[position], orcid=orcid, ror=ror)


def _subtitles_apart(reference: Reference, carried: bib_carrier.Carried) -> Reference:
    """Return the reference with title and subtitle apart, which BibTeX writes as one."""
    subtitle = carried.get("subtitle", "")
    if isinstance(subtitle, str) and subtitle and reference.titles:
        title = _without(reference.titles[0].text, subtitle)
        language = reference.titles[0].language
        if title is not None:
            titles = (Text(text=title, language=language),) if title else ()
            parts = (Text(text=subtitle, language=language),)
            reference = replace(reference, titles=titles, subtitles=parts)
    container_subtitle = carried.get("container_subtitle", "")
    if not isinstance(container_subtitle, str) or not container_subtitle:
        return reference
    container = _without(reference.container, container_subtitle)
    return reference if container is None else replace(reference, container=container)


def _without(whole: str, subtitle: str) -> str | None:
    """Return what stands before the subtitle, None if that does not end the whole."""
    if whole == subtitle:
        return ""
    mark = next((mark for mark in _SUBTITLE_MARKS if whole.endswith(mark + subtitle)), None)
    return None if mark is None else whole[: -len(mark + subtitle)]


def _texts(reference: Reference, said: dict[str, Any], carried: bib_carrier.Carried) -> dict[str, tuple[Text, ...]]:
    """Return titles, subtitles and abstracts with their languages and with those that have no field."""
    languages: dict[str, str] = {}
    for pair in _listed(carried, "text_languages"):
        match pair:
            case [str(name), str(language)]:
                languages[name] = language
    texts: dict[str, tuple[Text, ...]] = {}
    for name in ("titles", "subtitles", "abstracts"):
        first: tuple[Text, ...] = getattr(reference, name)
        if first and name in languages:
            first = (replace(first[0], language=languages[name]), *first[1:])
        texts[name] = (*first, *said.get(name, ()))
    return texts
