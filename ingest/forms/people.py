"""The ordered list of contributors in a form: its rows, and what can be done to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from citations.reference import Contributor, Name

FormData = dict[str, list[str]]

ROLES = ("author", "editor", "translator")
_FIELDS = ("kind", "role", "family", "given", "particle", "suffix", "literal", "orcid", "ror")
# Words that stand before a family name and belong to it.
_PARTICLES = frozenset(
    ("af", "av", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "la", "le", "ten")
) | {"ter", "van", "vom", "von", "zu", "zum", "zur"}
# Words of which at least one stands in most names of organisations.
_ORGANISATION = re.compile(
    r"\b(?:academy|agency|alliance|association|authorit(?:y|ies)|bank|board|centre|center|college|commission|committee|"
    r"council|department|foundation|fund|government|group|institut\w*|ministry|municipality|network|office|"
    r"organi[sz]ation|programme|school|secretariat|society|team|union|universit\w*|förbund\w*|förening\w*|högskola\w*|"
    r"kommun\w*|myndighet\w*|nämnd\w*|region|stiftelse\w*)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|och|&|et|und|y|e)\s+|\s*&\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One contributor as the form shows it."""

    kind: str = "person"
    role: str = "author"
    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    orcid: str = ""
    ror: str = ""

    @property
    def is_organisation(self) -> bool:
        return self.kind == "organisation"

    @property
    def is_empty(self) -> bool:
        return not (self.literal if self.is_organisation else self.family or self.given)

    @property
    def full_name(self) -> str:
        return self.literal or " ".join(filter(None, [self.given, self.particle, self.family]))


def rows_from(data: Mapping[str, Sequence[str]]) -> list[Row]:
    """Return the rows that the form's repeated fields describe, in the order of the page."""
    columns = [data.get(f"person-{field}", ()) for field in _FIELDS]
    height = max(map(len, columns), default=0)
    cells = ([*(c.strip() for c in column), *[""] * (height - len(column))] for column in columns)
    return [Row(**dict(zip(_FIELDS, row, strict=True))) for row in zip(*cells, strict=True)]


def written_rows(rows: Sequence[Row]) -> FormData:
    """Return the repeated fields that `rows_from` reads."""
    return {f"person-{field}": [getattr(row, field) for row in rows] for field in _FIELDS}


def row_for(contributor: Contributor) -> Row:
    name = contributor.name
    return Row(
        kind="organisation" if name.is_organisation else "person",
        role=contributor.role,
        family=name.family,
        given=name.given,
        particle=name.particle,
        suffix=name.suffix,
        literal=name.literal,
        orcid=contributor.orcid,
        ror=contributor.ror,
    )


def contributor_for(row: Row) -> Contributor:
    if row.is_organisation:
        return Contributor(name=Name(literal=row.literal), role=row.role or "author", ror=row.ror)
    name = Name(family=row.family, given=row.given, particle=row.particle, suffix=row.suffix)
    return Contributor(name=name, role=row.role or "author", orcid=row.orcid)


def changed_rows(rows: list[Row], action: str, number: int) -> list[Row]:
    """Return the rows after a button of the list: up, down, remove, organisation, person, split, add ...

    `number` is the row's place from 0; an unknown action or place changes nothing.
    """
    if action in ("add-person", "add-organisation"):
        return [*rows, Row(kind=action.removeprefix("add-"))]
    if not 0 <= number < len(rows):
        return rows
    before, row, after = rows[:number], rows[number], rows[number + 1 :]
    if action == "up" and before:
        return [*before[:-1], row, before[-1], *after]
    if action == "down" and after:
        return [*before, after[0], row, *after[1:]]
    if action == "remove":
        return [*before, *after]
    if action in ("organisation", "person"):
        return [*before, _turned(row, action), *after]
    if action == "split":
        return [*before, *(replace(part, role=row.role) for part in _split(row.full_name)), *after]
    return rows


def _split(name: str) -> list[Row]:
    """Return the contributors in what was taken for one name; words that nothing divides are taken two by two."""
    rows = pasted(name)
    words = name.split()
    if len(rows) > 1 or len(words) < 4 or len(words) % 2 or any(word.lower() in _PARTICLES for word in words):
        return rows
    return [_row_of(" ".join(words[first : first + 2])) for first in range(0, len(words), 2)]


def pasted(text: str) -> list[Row]:
    """Return the contributors in a pasted list: one a line, or between semicolons, or `and`, or commas.

    `Family, Given`, `Given Family` and organisations are told apart; a wrong guess is one button away.
    """
    lines = [line.strip(" ,;\t") for line in re.split(r"[\n;]", text)]
    return [_row_of(name) for line in lines for name in _names_in(line) if name]


def _names_in(line: str) -> list[str]:
    """Return the names in a line. The name of one organisation may hold commas and `and`: "Water, Land and Food"."""
    if not _ORGANISATION.search(line):
        return [name for part in _AND.split(line) for name in _between_commas(part.strip(" ,"))]
    for divided in (re.split(rf"{_AND.pattern}|,\s*", line, flags=re.IGNORECASE), _AND.split(line)):
        if all(_stands_alone(part.strip()) for part in divided if part.strip()):
            return [part.strip() for part in divided]
    return [line]


def _stands_alone(part: str) -> bool:
    """Say whether this is an organisation's name or at least two words of a person's."""
    words = part.split()
    named = all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
    return bool(_ORGANISATION.search(part)) or (len(words) > 1 and named)


def _between_commas(line: str) -> list[str]:
    """Return the names in a line: `Given Family, Given Family` is two, `Family, Given` and `Family, G. H.` one."""
    parts = [part.strip() for part in line.split(",") if part.strip()]
    if all(len(part.split()) > 1 and not _initials(part) for part in parts):
        return parts
    if len(parts) == 2:
        return [line]
    if len(parts) % 2:
        return parts
    return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]


def _initials(text: str) -> bool:
    return all(len(word.strip(".-")) <= 2 for word in re.split(r"[\s.]+", text) if word.strip(".-"))


def _row_of(name: str) -> Row:
    if _ORGANISATION.search(name):
        return Row(kind="organisation", literal=name)
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma:
        given, family = _given_and_family(name.split())
    particle, family = _particle_and_family(family.split())
    return Row(family=family, given=given, particle=particle)


def _given_and_family(name: list[str]) -> tuple[str, str]:
    first = next((place for place, word in enumerate(name[1:-1], 1) if word.lower() in _PARTICLES), len(name) - 1)
    return " ".join(name[:first]), " ".join(name[first:])


def _particle_and_family(name: list[str]) -> tuple[str, str]:
    first = next((place for place, word in enumerate(name) if word.lower() not in _PARTICLES or not word.islower()), 0)
    return " ".join(name[:first]), " ".join(name[first:])


def _turned(row: Row, kind: str) -> Row:
    """Return the row as an organisation or as a person, with the words it has."""
    if row.kind == kind:
        return row
    if kind == "organisation":
        return Row(kind=kind, role=row.role, literal=row.full_name)
    given, family = _given_and_family(row.literal.split()) if row.literal else ("", "")
    return Row(role=row.role, given=given, family=family)
