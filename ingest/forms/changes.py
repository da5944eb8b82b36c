"""What the buttons of the form do to its values, and how two states of it differ."""

from __future__ import annotations

from catalogue.models import Person
from ingest.forms.known import row_of
from ingest.forms.parts import LABELS, MORE, PARTS, columns_of, said
from ingest.forms.people import FormData, Row, changed_rows, pasted, rows_from, written_rows
from ingest.forms.record import RecordForm
from ingest.forms.terms import names_of

_LIST_ACTIONS = frozenset(("up", "down", "remove", "organisation", "person", "split", "add-person", "add-organisation"))


def changed(data: FormData, action: str) -> FormData:
    """Return the form's values after a button: `up:2`, `paste` ...; an unknown one does nothing."""
    name, *numbers = action.split(":")
    places = [int(number) for number in numbers if number.isdecimal()]
    if name == "add-abstract":
        texts, languages = data.get("abstract-text", []), data.get("abstract-language", [])
        return {**data, "abstract-text": [*texts, ""], "abstract-language": [*languages, ""]}
    rows = rows_from(data)
    if name in ("paste", "replace"):
        new = [row for text in data.get("pasted", []) for row in pasted(text)]
        kept = [row for row in rows if not row.is_empty and (name == "paste" or row.role != "author")]
        return {**data, **written_rows([*kept, *new] if name == "paste" else [*new, *kept])} if new else data
    if name == "same" and len(places) == 2:
        return {**data, **written_rows(_as_known(rows, *places))}
    if name in _LIST_ACTIONS:
        return {**data, **written_rows(changed_rows(rows, name, places[0] if places else -1))}
    return data


def taken_over(data: FormData, part: str, theirs: FormData) -> FormData:
    """Return the form's values with one part as somebody else saved it."""
    mine = columns_of(part, data)
    kept = {name: values for name, values in data.items() if name not in mine}
    return {**kept, **columns_of(part, theirs)}


def differences(mine: FormData, theirs: FormData) -> list[tuple[str, str, str]]:
    """Return (part, label, what the others have) for each part in which two states of the form differ."""
    return [
        (part, label_of(part), as_text(part, theirs))
        for part in (*PARTS, *MORE)
        if said(columns_of(part, mine)) != said(columns_of(part, theirs))
    ]


def label_of(part: str) -> str:
    return str(LABELS.get(part) or RecordForm.base_fields[part].label)


def as_text(part: str, data: FormData) -> str:
    """Return a part of the form in words."""
    if part == "people":
        return "; ".join(row.full_name for row in rows_from(data))
    if part == "abstracts":
        return "\n\n".join(data.get("abstract-text", []))
    names = names_of(part)
    return "; ".join(names.get(value, value) for value in data.get(part, []) if value)


def _as_known(rows: list[Row], place: int, person_id: int) -> list[Row]:
    person = Person.objects.filter(pk=person_id).first()
    if person is None or place >= len(rows):
        return rows
    return [*rows[:place], row_of(person, rows[place]), *rows[place + 1 :]]
