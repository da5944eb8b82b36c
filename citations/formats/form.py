"""What a written form of references is: its names, its writer, and its reader where it has one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from citations.reference import Reference

ProblemCode = Literal[
    "broken_entry",
    "comma_after_key_missing",
    "comma_missing",
    "equals_sign_missing",
    "field_twice",
    "json",
    "key_twice",
    "many_commas",
    "nested_too_deeply",
    "no_beginning",
    "no_end",
    "no_item",
    "no_key",
    "no_tag",
    "not_a_date",
    "outside",
    "parent_missing",
    "two_types",
    "unclosed",
    "xml",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What could not be read, or not as it was meant: the line (from 1), a code and what it is about.

    `key` is the entry's if it is known. Of the codes "json" and "xml" the detail is what their parser said, in English.
    """

    line: int
    code: ProblemCode
    detail: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A form: `name` on the command line, `suffix` in addresses, writer of a whole document in pieces.

    `head`, `between` and `tail` are what stands around its records, where each record stands by itself.
    """

    name: str
    label: str
    suffix: str
    media_type: str
    write: Callable[[Iterable[Reference]], Iterator[str]]
    read: Callable[[str], ReadResult] | None = None
    head: str = ""
    between: str = ""
    tail: str = ""

    def entry(self, reference: Reference) -> str:
        """Return one record as it stands in a document."""
        return "".join(self.write([reference])).removeprefix(self.head).removesuffix(self.tail)

    def document(self, entries: Iterable[str]) -> Iterator[str]:
        """Yield the document that `write` makes of the records whose entries these are."""
        yield self.head
        for number, entry in enumerate(entries):
            yield self.between + entry if number else entry
        yield self.tail
