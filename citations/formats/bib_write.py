"""From a Reference to an entry of a .bib file, in either dialect; no @string, no @comment, no preamble."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from citations.dates import MONTHS, SEASON_NAMES, format_edtf
from citations.formats import bib_carrier, bib_fields
from citations.formats.bib_draft import Dialect, Draft
from citations.formats.bib_model import BIBTEX_REQUIRED, FIELDS, REQUIRED
from citations.formats.bib_types import (
    PLAINER,
    bibtex_entry,
    subtype_field,
    subtype_of,
    type_field,
    type_of,
    wanted_entry,
)
from citations.formats.latex_encode import encode
from citations.keys import make_key
from citations.markup import plain
from citations.reference import PartialDate, Reference

_NOT_IN_KEYS = re.compile(r"[\s\"#%'(),={}~\\]+")


def write(references: Iterable[Reference], dialect: Dialect) -> Iterator[str]:
    """Yield one entry after another."""
    given: set[str] = set()
    for number, reference in enumerate(references):
        key = _written_key(reference, given)
        given.add(key)
        yield ("\n" if number else "") + _written(key, _draft(reference, dialect))


def _written_key(reference: Reference, given: set[str]) -> str:
    """Return the reference's key without what would end it; one that is changed so never meets another."""
    key = _NOT_IN_KEYS.sub("", reference.key)
    if key and (key == reference.key or key not in given):
        return key
    return make_key(reference, given.__contains__)


def _draft(reference: Reference, dialect: Dialect) -> Draft:
    """Return the entry of the type that the reference asks for, or of a plainer one where it lacks what that needs."""
    for entry in _candidates(reference, dialect):
        draft = _filled(reference, entry, dialect)
        if not missing(draft):
            return draft
    return _filled(reference, "misc", dialect)


def _candidates(reference: Reference, dialect: Dialect) -> tuple[str, ...]:
    wanted = wanted_entry(reference)
    if not dialect.is_biblatex:
        return (bibtex_entry(wanted, reference.genre),)
    # biber knows no field of the types that standard styles treat as @misc (@video, @legislation).
    return tuple(entry for entry in (wanted, *PLAINER.get(wanted, ()), "misc") if entry in FIELDS)


def missing(draft: Draft) -> list[str]:
    """Return the fields that clients demand and the entry does not have, alternatives joined by `|`."""
    required = REQUIRED if draft.dialect.is_biblatex else BIBTEX_REQUIRED
    return ["|".join(sorted(choice)) for choice in required.get(draft.entry, ()) if not choice & draft.fields.keys()]


def lacking(reference: Reference, dialect: Dialect) -> list[str]:
    """Return what the reference lacks to be written as the entry type it asks for."""
    lists = [missing(_filled(reference, entry, dialect)) for entry in _candidates(reference, dialect)]
    return [] if any(not found for found in lists) else lists[0]


def _filled(reference: Reference, entry: str, dialect: Dialect) -> Draft:
    draft = Draft(entry=entry, dialect=dialect)
    bib_fields.put_contributors(draft, reference)
    bib_fields.put_titles(draft, reference)
    _put_type(draft, reference)
    _put_date(draft, reference.date)
    bib_fields.put_whereabouts(draft, reference)
    bib_fields.put_addresses(draft, reference)
    bib_fields.put_lists(draft, reference)
    bib_fields.put_extra(draft, reference)
    if not dialect.is_biblatex and not draft.fields.keys() & {"author", "editor"}:
        draft.put("key", encode(_sorting_word(reference), ascii_safe=True))
    draft.put(bib_carrier.FIELD, bib_carrier.write(draft.carried))
    return draft


def _put_type(draft: Draft, reference: Reference) -> None:
    """Write what kind of work it is, and carry it where entry type, `type` and `entrysubtype` do not say it all."""
    written = type_field(draft.entry, reference) if draft.may_have("type") else ""
    draft.put("type", encode(written, ascii_safe=draft.dialect.ascii_safe))
    subtype = subtype_field(draft.entry, written, reference)
    subtype = subtype if subtype_of(draft.entry, subtype) else ""
    draft.put("entrysubtype", subtype)
    read_back = type_of(draft.entry, written, subtype_of(draft.entry, subtype))
    for name, value in zip(("type", "kind", "genre"), read_back, strict=True):
        if getattr(reference, name) != value:
            draft.carried[name] = getattr(reference, name)


def _sorting_word(reference: Reference) -> str:
    return reference.institution or reference.publisher or plain(reference.title) or reference.key or "Anonymous"


def _put_date(draft: Draft, date: PartialDate | None) -> None:
    if draft.dialect.is_biblatex:
        draft.put("date", (format_edtf(date) if date else "") or "XXXX")
        if date and date.year is None and date.literal and draft.may_have("pubstate"):
            draft.put("pubstate", encode(date.literal, ascii_safe=False))
        return
    if date is None:
        draft.put("year", "n.d.")
        return
    if date.year is None:
        draft.put("year", encode(date.literal, ascii_safe=True) or "n.d.")
    else:
        draft.put("year", _years(date))
    months = _months(date)
    if months:
        draft.fields["month"] = months
        draft.put("day", str(date.day) if date.day and date.end is None else "")
    if date.certainty or (date.end is not None and not (months and not date.day)):
        draft.put("date", format_edtf(date))


def _months(date: PartialDate) -> str:
    """Return the month by the name that every style defines and prints in its own language; a season in words."""
    if date.month > 12:
        return "{" + SEASON_NAMES[date.month - 21] + "}" if date.end is None else ""
    if not date.month:
        return ""
    first, end = MONTHS[date.month - 1], date.end
    if end is None:
        return first
    same_year = end.year == date.year and date.month < end.month <= 12 and not date.day and not end.day
    return f'{first} # "--" # {MONTHS[end.month - 1]}' if same_year and not end.certainty else ""


def _years(date: PartialDate) -> str:
    end = date.end.year if date.end and date.end.year != date.year else None
    return f"{date.year}--{end}" if end is not None else str(date.year)


def _written(key: str, draft: Draft) -> str:
    lines = [f"@{draft.entry}{{{key},"]
    width = max(map(len, draft.fields), default=0)
    for name, value in draft.fields.items():
        bare = name == "month" and not draft.dialect.is_biblatex
        lines.append(f"  {name.ljust(width)} = {value if bare else '{' + value + '}'},")
    return "\n".join([*lines, "}", ""])
