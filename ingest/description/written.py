"""A Description in its written form: what a submission stores and `manage.py read` prints; and as a Reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from citations.reference import Contributor, Identifier, Name, PartialDate, Reference, Text
from ingest.description.values import FIELDS, Description, Evidence, Field, LanguageText, Value

Json = dict[str, Any]
_NAME_FIELDS = frozenset({"authors", "editors"})
_TEXT_FIELDS = frozenset({"abstract", "title_alt"})
_LIST_FIELDS = frozenset({"keywords", "countries", "themes"})
_IDENTIFIERS = ("doi", "isbn", "issn", "urn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The reference that a description gives, and what else it says of the work: the library's own classification."""

    reference: Reference
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


def _name_to_json(name: Name) -> Json:
    if name.literal:
        return {"name": name.literal}
    family = f"{name.particle} {name.family}".strip()
    parts = {"family": family, "given": name.given}
    return parts | ({"suffix": name.suffix} if name.suffix else {})


def _name_from_json(parts: Json) -> Name:
    if parts.get("name"):
        return Name(literal=str(parts["name"]))
    words = str(parts.get("family", "")).split()
    particle: list[str] = []
    while len(words) > 1 and words[0].islower():
        particle.append(words.pop(0))
    return Name(
        family=" ".join(words),
        given=str(parts.get("given", "")),
        particle=" ".join(particle),
        suffix=str(parts.get("suffix", "")),
    )


def value_to_json(value: Value) -> Any:
    """Return a field's value as JSON types."""
    if isinstance(value, tuple):
        return [
            _name_to_json(item)
            if isinstance(item, Name)
            else {"language": item.language, "text": item.text}
            if isinstance(item, LanguageText)
            else item
            for item in value
        ]
    return value


def value_from_json(name: str, value: Any) -> Value:
    """Return the value of the field `name` from JSON types."""
    if name in _NAME_FIELDS:
        return tuple(_name_from_json(item) for item in value)
    if name in _TEXT_FIELDS:
        return tuple(LanguageText(language=str(item["language"]), text=str(item["text"])) for item in value)
    if name in _LIST_FIELDS:
        return tuple(str(item) for item in value)
    return int(value) if name == "year" else str(value)


def _evidence_to_json(evidence: Evidence) -> Json:
    box = [round(edge, 1) for edge in evidence.box] if evidence.box else None
    return {"page": evidence.page, "box": box, "source": evidence.source}


def _evidence_from_json(evidence: Json) -> Evidence:
    box = evidence.get("box")
    return Evidence(
        source=str(evidence["source"]),
        page=evidence.get("page"),
        box=(float(box[0]), float(box[1]), float(box[2]), float(box[3])) if box else None,
    )


def to_json(description: Description) -> Json:
    """Return {"fields": {NAME: {value, confidence, evidence, alternatives}}, "needs_review": [NAME ...]}."""
    fields = {
        field.name: {
            "value": value_to_json(field.value),
            "confidence": round(field.confidence, 3),
            "evidence": [_evidence_to_json(e) for e in field.evidence],
            "alternatives": [value_to_json(value) for value in field.alternatives],
        }
        for field in description.fields
    }
    return {"fields": fields, "needs_review": list(description.needs_review)}


def from_json(written: Mapping[str, Any]) -> Description:
    """Return the description of a written form that to_json made; unknown names of fields are left out."""
    fields = tuple(
        Field(
            name=name,
            value=value_from_json(name, entry["value"]),
            confidence=float(entry["confidence"]),
            evidence=tuple(_evidence_from_json(e) for e in entry.get("evidence", ())),
            alternatives=tuple(value_from_json(name, value) for value in entry.get("alternatives", ())),
        )
        for name, entry in written.get("fields", {}).items()
        if name in FIELDS
    )
    return Description(fields=fields, needs_review=tuple(written.get("needs_review", ())))


def values_of(description: Description) -> dict[str, Value]:
    """Return the chosen value of each field by name."""
    return {field.name: field.value for field in description.fields}


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ""


def _strings(values: Mapping[str, Value], name: str) -> tuple[str, ...]:
    value = values.get(name, ())
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, tuple) else ()


def _names(values: Mapping[str, Value], name: str) -> tuple[Name, ...]:
    value = values.get(name, ())
    return tuple(item for item in value if isinstance(item, Name)) if isinstance(value, tuple) else ()


def _texts(values: Mapping[str, Value], name: str) -> tuple[Text, ...]:
    value = values.get(name, ())
    if not isinstance(value, tuple):
        return ()
    return tuple(Text(text=item.text, language=item.language) for item in value if isinstance(item, LanguageText))


def _date(values: Mapping[str, Value]) -> PartialDate | None:
    written = _text(values, "date") or str(values.get("year", ""))
    parts = [int(part) for part in written.split("-") if part.isdigit()]
    if not parts:
        return None
    year, month, day = (*parts, 0, 0)[:3]
    return PartialDate(year=year, month=month, day=day)


def _contributors(values: Mapping[str, Value]) -> tuple[Contributor, ...]:
    return tuple(
        Contributor(name=name, role=role)
        for role, field in (("author", "authors"), ("editor", "editors"))
        for name in _names(values, field)
    )


def reference_from(chosen: Description | Mapping[str, Value]) -> Described:
    """Return the reference and the classification of a description, or of the values that staff chose."""
    values = values_of(chosen) if isinstance(chosen, Description) else chosen
    language = _text(values, "language")
    title, subtitle = _text(values, "title"), _text(values, "subtitle")
    funder = _text(values, "funder")
    reference = Reference(
        type=_text(values, "type") or "other",
        titles=((Text(text=title, language=language),) if title else ()) + _texts(values, "title_alt"),
        subtitles=(Text(text=subtitle, language=language),) if subtitle else (),
        abstracts=_texts(values, "abstract"),
        contributors=_contributors(values),
        date=_date(values),
        series=_text(values, "series"),
        number=_text(values, "number"),
        institution=_text(values, "institution"),
        publisher=_text(values, "publisher"),
        funders=(funder,) if funder else (),
        identifiers=tuple(Identifier(scheme=s, value=_text(values, s)) for s in _IDENTIFIERS if _text(values, s)),
        languages=(language,) if language else (),
        keywords=_strings(values, "keywords"),
        licence=_text(values, "licence"),
    )
    return Described(reference=reference, countries=_strings(values, "countries"), themes=_strings(values, "themes"))
