"""What a .bib field cannot say, in one of BibLaTeX's custom fields: JSON that every client leaves alone.

biber warns of fields that an entry type does not have (the series of a @report, the publisher of an
@article); `verba` is allowed everywhere, is read by no style, and is verbatim.
"""

from __future__ import annotations

import json
from typing import Any

from citations.reference import Contributor, Identifier, Name, Reference, Text

FIELD = "verba"

_TEXTS = ("titles", "subtitles", "abstracts")
_WORDS = ("funders", "others", "keywords", "languages")
_NAME_PARTS = ("family", "given", "particle", "suffix", "literal")

Carried = dict[str, Any]


def write(carried: Carried) -> str:
    """Return the field's value in ASCII and with balanced braces, "" for nothing."""
    if not carried:
        return ""
    text = json.dumps(carried, ensure_ascii=True, separators=(", ", ": "), sort_keys=True)
    # Braces inside strings would upset the balance; a percent sign begins a comment for some readers.
    return _outside_strings_only(text)


def _outside_strings_only(text: str) -> str:
    written: list[str] = []
    in_string = escaped = False
    for char in text:
        if in_string and char in "{}%":
            written.append(f"\\u{ord(char):04x}")
        else:
            written.append(char)
        if char == '"' and not escaped:
            in_string = not in_string
        escaped = char == "\\" and not escaped
    return "".join(written)


def read(text: str) -> Carried | None:
    """Return what was carried, None if the field holds something else."""
    if not text.startswith("{"):
        return None
    try:
        carried = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return carried if isinstance(carried, dict) and carried.keys() <= _KNOWN else None


_KNOWN = frozenset(Reference.__dataclass_fields__) | {"contributor_ids", "subtitle", "text_languages"}


def texts(values: tuple[Text, ...]) -> list[list[str]]:
    return [[value.text, value.language] for value in values]


def contributor(value: Contributor) -> dict[str, str]:
    said = {part: getattr(value.name, part) for part in _NAME_PARTS} | {"orcid": value.orcid, "ror": value.ror}
    return {"role": value.role} | {name: text for name, text in said.items() if text}


def decoded(carried: Carried) -> dict[str, Any]:
    """Return attributes of a Reference; what is not of the right kind is left out."""
    attributes: dict[str, Any] = {}
    for name, value in carried.items():
        if isinstance(value, str):
            attributes[name] = value
        elif isinstance(value, list) and name in _WORDS:
            attributes[name] = tuple(item for item in value if isinstance(item, str))
        elif isinstance(value, list):
            attributes[name] = tuple(_items(name, value))
    return attributes


def _items(name: str, values: list[Any]) -> list[Any]:
    if name == "contributors":
        return [_contributor(value) for value in values if isinstance(value, dict)]
    pairs = [value for value in values if isinstance(value, list) and len(value) >= 2]
    if name in _TEXTS:
        return [Text(text=str(pair[0]), language=str(pair[1])) for pair in pairs]
    if name == "identifiers":
        return [Identifier(scheme=str(pair[0]), value=str(pair[1])) for pair in pairs]
    if name == "extra":
        return [(str(pair[0]), str(pair[1])) for pair in pairs]
    return [tuple(pair) for pair in pairs]


def _contributor(said: dict[str, Any]) -> Contributor:
    name = Name(**{part: str(said.get(part, "")) for part in _NAME_PARTS})
    ids = {scheme: str(said.get(scheme, "")) for scheme in ("orcid", "ror")}
    return Contributor(name=name, role=str(said.get("role", "author")), **ids)
