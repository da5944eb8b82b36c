"""How far .bib files are read as Zotero's users expect: entries beside the items that better-bibtex expects of them.

An entry agrees when names, title (without case, markup and braces), date, type and identifiers are the same.
Out of scope: tags, attachments, what stands in `extra`, the role Zotero has no other word for than "contributor".
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citations.dates import parse_loose
from citations.formats import bibtex
from citations.formats.csl_types import zotero_type
from citations.formats.files import decode_bytes
from citations.reference import Contributor, PartialDate, Reference

Item = dict[str, Any]
_APART = frozenset({"editor", "translator"})
_FIELDS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One entry: what of it is not as expected; both sides of it."""

    file: str
    key: str
    differences: dict[str, tuple[object, object]]


def compared(folder: Path) -> Iterator[Compared]:
    """Yield each expected item beside the entry of its key."""
    for path in sorted(folder.glob("*.bib")):
        expected = path.with_suffix(".json")
        if not expected.exists():
            continue
        items = [item for item in json.loads(expected.read_text(encoding="utf-8"))["items"] if _is_work(item)]
        entries = list(bibtex.read(decode_bytes(path.read_bytes())).references)
        for item in items:
            key = item.get("citationKey", "")
            found = _partner(entries, key, _plain(item.get("title", "")))
            if found is None:
                yield Compared(file=path.name, key=key, differences={"entry": ("", key)})
                continue
            entries.remove(found)
            yield Compared(file=path.name, key=key, differences=_differences(found, item))


def _is_work(item: Item) -> bool:
    return item["itemType"] not in {"note", "attachment"}


def _partner(entries: list[Reference], key: str, title: str) -> Reference | None:
    """Return the entry of the key, of several the one of that title; by title alone where the file gives no key."""
    named = [entry for entry in entries if entry.key == key]
    titled = [entry for entry in named or entries if _title(entry) == title]
    return titled[0] if titled else named[0] if named else None


def _differences(entry: Reference, item: Item) -> dict[str, tuple[object, object]]:
    names = sorted(_person(contributor) for contributor in entry.contributors if contributor.role != "holder")
    sides: dict[str, tuple[object, object]] = {
        "names": (names, sorted(_creator(c) for c in item.get("creators", ()) if not _goes_on(c))),
        "title": (_title(entry), _plain(item.get("title", ""))),
        "date": (_day(entry.date), _day(parse_loose(item.get("date", "").split(",")[0]))),
        "type": (zotero_type(entry), item["itemType"]),
        "identifiers": (_identifiers(entry, item), _said_identifiers(item)),
    }
    return {name: pair for name, pair in sides.items() if pair[0] != pair[1]}


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", re.sub(r"<[^>]*>", "", text)).casefold())


def _title(entry: Reference) -> str:
    """Return title, addition and subtitle in the order in which Zotero joins them."""
    extra = dict(entry.extra)
    return _plain(" ".join(filter(None, (entry.title, extra.get("titleaddon", ""), entry.subtitle))))


def _person(contributor: Contributor) -> tuple[str, ...]:
    name = contributor.name
    role = next((word for word in _APART if contributor.role.startswith(word)), "")
    if name.is_organisation:
        return role, _plain(name.literal), ""
    return role, _plain(name.particle + name.family), _plain(name.given + name.suffix)


def _creator(creator: dict[str, str]) -> tuple[str, ...]:
    role = creator["creatorType"] if creator["creatorType"] in _APART else ""
    return role, _plain(creator.get("lastName", creator.get("name", ""))), _plain(creator.get("firstName", ""))


def _goes_on(creator: dict[str, str]) -> bool:
    return creator.get("name", "") == "others"


def _day(date: PartialDate | None) -> tuple[object, ...]:
    """Return year, month and day, of both ends; Zotero has no uncertainty, and writes a state elsewhere."""
    if date is None or date.year is None:
        return ()
    end = date.end if date.end and date.end.year is not None else None
    return (date.year, date.month, date.day, *((end.year, end.month, end.day) if end else ()))


_IN_EXTRA = re.compile(r"^(?:DOI|ISBN|ISSN):\s*(.+)$", re.MULTILINE)


def _identifiers(entry: Reference, item: Item) -> Counter[str]:
    """Return the entry's identifiers but those for which Zotero's type has no field, so that they stand in `extra`."""
    extra = item.get("extra", "")
    elsewhere = set(map(_squeezed, _IN_EXTRA.findall("\n".join(extra) if isinstance(extra, list) else extra)))
    said = [_squeezed(i.value) for i in entry.identifiers if i.scheme in _FIELDS]
    return Counter(value for value in said if value not in elsewhere)


def _said_identifiers(item: Item) -> Counter[str]:
    return Counter(_squeezed(part) for name in _FIELDS.values() for part in item.get(name, "").split(", ") if part)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s-]|^isbn", "", text.casefold())
