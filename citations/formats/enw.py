"""ENW, the tagged lines that EndNote imports (`%A`, `%T`); its tags are RIS's under other names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from citations.formats.endnote_types import ENDNOTE_TYPES, organisation_marked, organisation_unmarked, ris_type
from citations.formats.form import Problem, ReadResult
from citations.formats.ris import tags
from citations.formats.ris_read import reference_of
from citations.formats.tagged import Entry, one_line
from citations.reference import Reference

_TAGS = {
    "ID": "%F",
    "TI": "%T",
    "AU": "%A",
    "A2": "%E",
    "ED": "%E",
    "A4": "%H",
    "PY": "%D",
    "DA": "%8",
    "T3": "%S",
    "VL": "%V",
    "IS": "%N",
    "M1": "%6",
    "ET": "%7",
    "PB": "%I",
    "CY": "%C",
    "M3": "%9",
    "DO": "%R",
    "SN": "%@",
    "UR": "%U",
    "LA": "%G",
    "KW": "%K",
    "AB": "%X",
    "N1": "%Z",
    "Y2": "%[",
    "L1": "%>",
}
_RIS = {tag: ris for ris, tag in reversed(_TAGS.items())} | {"%J": "T2", "%B": "T2", "%E": "ED", "%Y": "A2", "%&": "M1"}
_JOURNALS = frozenset({"JOUR", "NEWS", "MGZN", "INPR"})
_LINE = re.compile(r"^\s*(%[0-9A-Za-z@\[>&])\s(.*)$")


def write(references: Iterable[Reference]) -> Iterator[str]:
    """Yield one record after another."""
    for reference in references:
        yield "\n".join([*_lines(reference), "", ""])


def _lines(reference: Reference) -> Iterator[str]:
    values = [(tag, value) for tag, value in tags(reference) if value]
    kind = dict(values)["TY"]
    yield f"%0 {ENDNOTE_TYPES[kind][0]}"
    pages = "-".join(value for tag, value in values if tag in {"SP", "EP"})
    for tag, value in values:
        if tag == "T2":
            yield f"{'%J' if kind in _JOURNALS else '%B'} {one_line(value)}"
        elif tag == "SP":
            yield f"%P {pages}"
        elif tag in _TAGS:
            yield f"{_TAGS[tag]} {one_line(organisation_marked(tag, value))}"


def read(source: str) -> ReadResult:
    """Return the references of an ENW file; a line that is no tag goes on the one before it."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, line in enumerate(source.lstrip("\ufeff").splitlines(), start=1):
        match = _LINE.match(line)
        if match is None:
            if line.strip() and not (entries and entries[-1].continue_last(line.strip())):
                problems.append(Problem(line=number, code="outside"))
        elif match[1] == "%0":
            entries.append(Entry(values=[("TY", ris_type(match[2]))]))
        elif not entries:
            problems.append(Problem(line=number, code="no_beginning", detail="%0"))
            entries.append(Entry(values=[("TY", "GEN"), *_ris_values(match[1], match[2])]))
        else:
            entries[-1].values += _ris_values(match[1], match[2])
    return ReadResult(references=tuple(reference_of(entry) for entry in entries), problems=tuple(problems))


def _ris_values(tag: str, value: str) -> list[tuple[str, str]]:
    value = value.strip()
    if tag == "%P":
        start, _, end = value.partition("-")
        return [("SP", start), ("EP", end)] if end and "-" not in end else [("SP", value)]
    name = _RIS.get(tag)
    return [(name, organisation_unmarked(value) if name in {"AU", "ED", "A2", "A4"} else value)] if name else []
