"""The saved states of a record, compared word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from catalogue.models import Revision
from catalogue.record import Record
from catalogue.written import from_json
from ingest.forms.changes import as_text, label_of
from ingest.forms.parts import MORE, PARTS
from ingest.forms.record import form_data

_WORDS = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words that both states have (""), only the older ("out") or only the newer ("in")."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def compared(older: Revision, newer: Revision) -> list[Difference]:
    """Return the parts in which two states of a record differ."""
    found = differences_between(from_json(older.record), from_json(newer.record))
    return [_state_difference(older, newer), *found] if older.state != newer.state else found


def differences_between(one_record: Record, other_record: Record) -> list[Difference]:
    """Return the parts in which two records differ."""
    before, after = form_data(one_record), form_data(other_record)
    found = []
    for part in (*PARTS, *MORE):
        one, other = as_text(part, before), as_text(part, after)
        if one != other:
            left, right = _marked(one, other)
            found.append(Difference(label=label_of(part), before=left, after=right))
    return found


def _state_difference(older: Revision, newer: Revision) -> Difference:
    state = str(Revision._meta.get_field("state").verbose_name).capitalize()
    return Difference(
        label=state,
        before=(Piece(text=older.get_state_display(), kind="out"),),
        after=(Piece(text=newer.get_state_display(), kind="in"),),
    )


def _marked(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    left, right = _WORDS.findall(one), _WORDS.findall(other)
    steps = SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes()
    before = _pieces(left, ((tag, start, end) for tag, start, end, _from, _to in steps), "out")
    after = _pieces(right, ((tag, start, end) for tag, _from, _to, start, end in steps), "in")
    return tuple(before), tuple(after)


def _pieces(words: Sequence[str], steps: Iterator[tuple[str, int, int]], kind: str) -> Iterator[Piece]:
    for tag, start, end in steps:
        if start < end:
            yield Piece(text="".join(words[start:end]), kind="" if tag == "equal" else kind)
