"""What the formats of tagged lines (RIS, ENW) and EndNote's XML have in common: names, pages, values by tag."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citations.canonical import hyphenated
from citations.reference import Name

_PARTICLE = re.compile(r"((?:[^\W\d_A-ZÀ-ÖØ-Þ][^\W\d_]*['’]?\s+)+)(?=[^\W\d_])")


@dataclass(slots=True)
class Entry:
    """One record: its values in order, by tag."""

    values: list[tuple[str, str]]

    def first(self, *tags: str) -> str:
        """Return the first value that says something, of the first tag that has one."""
        return next((value for tag in tags for name, value in self.values if name == tag and value), "")

    def all(self, tag: str) -> tuple[str, ...]:
        return tuple(value for name, value in self.values if name == tag)

    def continue_last(self, text: str) -> bool:
        """Put the text behind the last value; say whether there was one."""
        if len(self.values) < 2:
            return False
        tag, value = self.values[-1]
        self.values[-1] = (tag, f"{value} {text}".strip())
        return True


def one_line(text: str) -> str:
    """Return the text without line breaks."""
    return re.sub(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+\s*", " ", text)


def inverted(name: Name) -> str:
    """Return `van der Berg, Anna, Jr`; an organisation without the comma that would make it a person."""
    if name.is_organisation:
        return " ".join(name.literal.replace(",", " ").split())
    family = f"{name.particle} {name.family}".strip().replace(",", " ")
    given = name.given.replace(",", " ")
    return f"{family}, {given}, {name.suffix}" if name.suffix else f"{family}, {given}".strip()


def name_of(text: str) -> Name:
    """Return a name written `Last, First, Suffix`; one without any comma is an organisation's."""
    if "," not in text:
        return Name(literal=text)
    family, given, suffix = (*(part.strip() for part in text.split(",", 2)), "", "")[:3]
    particle, family = particle_apart(family)
    return Name(family=family, given=given, particle=particle, suffix=suffix)


def particle_apart(family: str) -> tuple[str, str]:
    """Return the small words that lead a family name (`van der`), and the rest."""
    match = _PARTICLE.match(family)
    return (match[1].strip(), family[match.end() :]) if match else ("", family)


def split_pages(pages: str) -> tuple[str, str]:
    """Return first and last page; a list of ranges stays whole in the first."""
    start, dash, end = pages.partition("-")
    return (start, end) if dash and "-" not in end and "," not in pages else (pages, "")


def pages_of(start: str, end: str, *, whole: bool) -> tuple[str, str]:
    """Return (pages, page count) of two tags; one number of a whole work counts its pages."""
    if end and end != start and "-" not in start:
        return hyphenated(f"{start}-{end}"), ""
    if whole and start.isdigit():
        return "", start
    return hyphenated(start), ""
