"""The saved states of a record, compared word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from catalogue.models import Revision
from catalogue.record import Record
from catalogue.written import from_json
from ingest.forms.changes import as_text, label_of
from ingest.forms.parts import MORE, PARTS
from ingest.forms.record import form_data

_WORDS = re.compile(r"\S+\s*")
# What the library itself notes in the history stands there in one language, and is shown in the reader's.
_NOTES: dict[str, Promise] = {
    "read from the file": gettext_lazy("read from the file"),
    "sample paper": gettext_lazy("sample paper"),
    "ingested": gettext_lazy("taken in from a folder"),
    "typed before it was merged": gettext_lazy("typed before it was merged"),
    "discarded": gettext_lazy("discarded"),
    "scheduled": gettext_lazy("at the time that was set"),
    "end of the embargo": gettext_lazy("the embargo ended"),
    "merged into": gettext_lazy("merged into record %s"),
    "another work than": gettext_lazy("another work than record %s"),
    "merged with": gettext_lazy("merged with record %s"),
    "restored from": gettext_lazy("restored from state %s"),
    "version_of": gettext_lazy("newer version of record %s"),
    "not version_of": gettext_lazy("no longer a newer version of record %s"),
    "part_of": gettext_lazy("part of record %s"),
    "not part_of": gettext_lazy("no longer part of record %s"),
    "translation_of": gettext_lazy("translation of record %s"),
    "not translation_of": gettext_lazy("no longer a translation of record %s"),
    "key before:": gettext_lazy("citation key before: %s"),
    "file:": gettext_lazy("file added or its part changed: %s"),
    "file taken out:": gettext_lazy("file taken out: %s"),
}
_NAMING = re.compile(
    r"(another work than|merged into|merged with|restored from|(?:not )?(?:version|part|translation)_of) (\d+)"
    r"|(key before:|file:|file taken out:) (.+)"
)
# Texts that have less in common are two texts: marking every other word would hide that.
_LEAST_COMMON = 0.4


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


def reason_in_words(why: str) -> str:
    """Return why a state was saved: as somebody wrote it, or the library's own note in the reader's language."""
    if naming := _NAMING.fullmatch(why):
        return str(_NOTES[naming[1] or naming[3]]) % (naming[2] or naming[4])
    return str(_NOTES.get(why, why))


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
    matcher = SequenceMatcher(a=left, b=right, autojunk=False)
    if one and other and matcher.ratio() < _LEAST_COMMON:
        return (Piece(text=one, kind="out"),), (Piece(text=other, kind="in"),)
    steps = matcher.get_opcodes()
    before = _pieces(left, ((tag, start, end) for tag, start, end, _from, _to in steps), "out")
    after = _pieces(right, ((tag, start, end) for tag, _from, _to, start, end in steps), "in")
    return tuple(before), tuple(after)


def _pieces(words: Sequence[str], steps: Iterator[tuple[str, int, int]], kind: str) -> Iterator[Piece]:
    for tag, start, end in steps:
        if start < end:
            yield Piece(text="".join(words[start:end]), kind="" if tag == "equal" else kind)
