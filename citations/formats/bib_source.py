"""The entries of a .bib file as they stand: strings put in, crossref and xdata followed, nothing decoded."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field, replace

from bibtexparser.library import Library
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter

from citations.dates import MONTHS
from citations.formats.bib_inheritance import inherited
from citations.formats.form import Problem, ProblemCode

# Each of its warnings is reported as a Problem.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_WITHOUT_KEY = re.compile(
    r"^(\s*@(?!string\b|comment\b|preamble\b)\w+\s*[{(])(\s*[\w-]+\s*=)", re.MULTILINE | re.IGNORECASE
)
_COMMAS = re.compile(r"([}\"])\s*,((?:\s*,)+)")
_BARE = re.compile(r"[^\s#,{}\"]+")
_NEXT_FIELD = re.compile(r"\s*,?\s*([A-Za-z][\w:.+/-]*)\s*=\s*")
_MOST_EXPANDED = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BibEntry:
    """An entry: type and field names in lower case, values in LaTeX without their delimiters."""

    type: str
    key: str
    fields: dict[str, str]
    line: int
    order: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    strings: dict[str, str] = field(default_factory=lambda: {month: month for month in MONTHS})
    problems: list[Problem] = field(default_factory=list)
    entries: list[BibEntry] = field(default_factory=list)


def read_entries(source: str) -> tuple[tuple[BibEntry, ...], tuple[Problem, ...]]:
    """Return the entries with what they inherit, xdata entries aside, and what could not be read."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    library = Splitter(source).split()
    lines = source.split("\n")
    reading = _Reading()
    _read_strings(library, reading)
    for block in _with_repairs(library, lines):
        if not _is_commented_out(block, lines):
            _read_block(block, reading)
    by_key = {entry.key.lower(): entry for entry in reversed(reading.entries)}
    whole: list[BibEntry] = []
    for entry in reading.entries:
        if entry.type == "xdata":
            continue
        fields, missing = inherited(entry.type, entry.fields, lambda key: _parent(by_key, key))
        reading.problems += [
            Problem(line=entry.line, key=entry.key, code="parent_missing", detail=key) for key in missing
        ]
        whole.append(replace(entry, fields=fields))
    return tuple(whole), tuple(sorted(reading.problems, key=lambda problem: problem.line))


def _is_commented_out(block: Block, lines: list[str]) -> bool:
    """Say whether every line of the block begins with a percent sign, as people write who mean it to be passed over."""
    first = block.start_line or 0
    if not lines[first : first + 1] or not lines[first].lstrip().startswith("%"):
        return False
    said = lines[first : first + 1 + (block.raw or "").count("\n")]
    return all(line.lstrip().startswith("%") for line in said if line.strip())


def _with_repairs(library: Library, lines: list[str]) -> list[Block]:
    """Return the blocks, with entries in place of those whose only fault is a missing key or a comma too many."""
    blocks = list(library.blocks)
    if not any(_is_broken(block) for block in blocks):
        return blocks
    # What follows a broken entry on its lines is its own rest, which the splitter takes for a comment.
    starts = sorted(block.start_line or 0 for block in blocks if not isinstance(block, ImplicitComment))
    repaired: list[Block] = []
    for block in blocks:
        if not _is_broken(block):
            repaired.append(block)
            continue
        first = block.start_line or 0
        last = next((start for start in starts if start > first), len(lines))
        repaired += _repair("\n".join(lines[first:last]), first) or [block]
    return repaired


def _is_broken(block: Block) -> bool:
    """Say whether nothing was read of a block; repeated keys and fields are marked by classes derived from this one."""
    return type(block) is ParsingFailedBlock


def _repair(text: str, first_line: int) -> list[Entry]:
    """Return the entries that the lines of a failed block give after all, none if it stays broken."""
    text = _WITHOUT_KEY.sub(r"\1,\2", text)
    text = _COMMAS.sub(lambda match: match[1] + "," + match[2].replace(",", ""), text)
    blocks = Splitter(text).split().blocks
    if any(_is_broken(block) for block in blocks):
        return []
    found = [block for block in blocks if isinstance(block, Entry)]
    return [
        Entry(
            entry_type=entry.entry_type,
            key=entry.key,
            fields=entry.fields,
            start_line=first_line + (entry.start_line or 0),
            raw=entry.raw,
        )
        for entry in found
    ]


def _parent(by_key: dict[str, BibEntry], key: str) -> tuple[str, dict[str, str]] | None:
    entry = by_key.get(key.lower())
    return (entry.type, entry.fields) if entry else None


def _read_strings(library: Library, reading: _Reading) -> None:
    for block in library.blocks:
        original = getattr(block, "ignore_error_block", None) or block
        if not isinstance(original, String):
            continue
        text, _ = value_text(original.value, reading.strings)
        if len(text) <= _MOST_EXPANDED:
            reading.strings[original.key.strip().lower()] = text


def _read_block(block: Block, reading: _Reading) -> None:
    line = (block.start_line or 0) + 1
    if isinstance(block, Entry):
        _read_entry(block, line, reading)
    elif isinstance(block, DuplicateFieldKeyBlock | DuplicateBlockKeyBlock):
        original = block.ignore_error_block
        if isinstance(original, Entry):
            _read_entry(original, line, reading)
            if isinstance(block, DuplicateBlockKeyBlock):
                reading.problems.append(Problem(line=line, key=original.key, code="key_twice", detail=original.key))
    elif isinstance(block, ParsingFailedBlock):
        _read_failed(block, line, reading)


# How bibtexparser begins to say why it gave an entry up.
_BROKEN: tuple[tuple[str, ProblemCode], ...] = (
    ("Unexpectedly reached end of file", "unclosed"),
    ("Unexpected block start", "unclosed"),
    ("Expected a `=`", "equals_sign_missing"),
    ("Expected equals sign", "equals_sign_missing"),
    ("Expected comma after entry key", "comma_after_key_missing"),
)


def _read_failed(block: ParsingFailedBlock, line: int, reading: _Reading) -> None:
    raw = block.raw or ""
    reason = str(getattr(block.error, "abort_reason", ""))
    code: ProblemCode = next((code for beginning, code in _BROKEN if reason.startswith(beginning)), "broken_entry")
    found = re.match(r"@\w+\s*[{(]\s*([^\s,={}\"]+)\s*,", raw)
    reading.problems.append(Problem(line=line, key=found[1] if found else "", code=code))


def _read_entry(entry: Entry, line: int, reading: _Reading) -> None:
    fields: dict[str, str] = {}
    for read in entry.fields:
        pending = [(read.key.strip().lower(), read.value)]
        while pending:
            name, raw = pending.pop()
            text, rest = value_text(raw, reading.strings)
            if following := _NEXT_FIELD.match(rest):
                pending.append((following[1].lower(), rest[following.end() :]))
            at = (read.start_line or 0) + 1
            if rest.strip():
                reading.problems.append(Problem(line=at, key=entry.key, code="comma_missing", detail=name))
            if name in fields and text and fields[name] != text:
                reading.problems.append(Problem(line=at, key=entry.key, code="field_twice", detail=name))
            elif name:
                fields[name] = text
    if not _key(entry.key):
        reading.problems.append(Problem(line=line, code="no_key"))
    reading.entries.append(BibEntry(type=entry.entry_type.lower(), key=_key(entry.key), fields=fields, line=line))


def _key(text: str) -> str:
    return " ".join(text.split())


def value_text(raw: str, strings: dict[str, str]) -> tuple[str, str]:
    """Return the value a field has (`{a} # string # "b"`), and what is left behind it."""
    if raw[:1] == "{" and raw[-1:] == "}" and raw.find("}") == len(raw) - 1 and raw.find("{", 1) < 0:
        return raw[1:-1], ""
    parts: list[str] = []
    rest = raw.strip()
    while rest:
        part, rest = _first_part(rest, strings)
        parts.append(part)
        rest = rest.lstrip()
        if not rest.startswith("#"):
            break
        rest = rest[1:].lstrip()
    return "".join(parts)[:_MOST_EXPANDED], rest


def _first_part(source: str, strings: dict[str, str]) -> tuple[str, str]:
    if source[0] == "{":
        end = _closing_brace(source)
        return source[1:end], source[end + 1 :]
    if source[0] == '"':
        end = _closing_quote(source)
        return source[1:end], source[end + 1 :]
    if match := _BARE.match(source):
        return strings.get(match[0].lower(), match[0]), source[match.end() :]
    return "", ""


_BRACES = re.compile(r"[{}]")
_BRACES_AND_QUOTES = re.compile(r'[{}"]')


def _closing_brace(source: str) -> int:
    depth = 0
    for match in _BRACES.finditer(source):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(source)


def _closing_quote(source: str) -> int:
    depth = 0
    for match in _BRACES_AND_QUOTES.finditer(source, 1):
        if match[0] == '"' and depth <= 0:
            return match.start()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
    return len(source)
