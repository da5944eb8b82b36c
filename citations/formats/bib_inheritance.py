"""What an entry takes from the entries it names in `crossref` and `xdata`, by BibLaTeX's rules."""

from __future__ import annotations

from collections.abc import Callable

Fields = dict[str, str]
Lookup = Callable[[str], tuple[str, Fields] | None]

_DEEPEST = 12
_OWN = """
    crossref xref xdata ids entryset entrysubtype execute label options presort related relatedoptions relatedstring
    relatedtype shorthand shorthandintro sortkey keywords file abstract annotation annote note doi eprint url urldate
    shorttitle sorttitle indextitle indexsorttitle
"""
_NOT_INHERITED = frozenset(_OWN.split())
_PARTS_OF_BOOKS = frozenset({"inbook", "bookinbook", "suppbook"})
_PARTS_OF_COLLECTIONS = frozenset({"incollection", "inreference", "suppcollection"})
_PAPERS = frozenset({"inproceedings", "conference"})
_WHOLE = frozenset({"book", "collection", "reference", "proceedings"})
_MULTIVOLUME = frozenset({"mvbook", "mvcollection", "mvreference", "mvproceedings"})
_TITLES = ("title", "subtitle", "titleaddon")


def inherited(entry_type: str, fields: Fields, lookup: Lookup) -> tuple[Fields, tuple[str, ...]]:
    """Return the fields with the inherited ones, and the keys that led nowhere; cycles end where they close."""
    if "crossref" not in fields and "xdata" not in fields:
        return fields, ()
    missing: list[str] = []
    return _gather(entry_type, fields, lookup, missing, frozenset()), tuple(missing)


def _gather(entry_type: str, fields: Fields, lookup: Lookup, missing: list[str], seen: frozenset[str]) -> Fields:
    gathered = dict(fields)
    if len(seen) >= _DEEPEST:
        return gathered
    for key in _keys(fields.get("xdata", "")):
        if parent := _parent(key, lookup, missing, seen):
            for name, value in _gather(*parent, lookup, missing, seen | {key.lower()}).items():
                gathered.setdefault(name, value)
    for key in _keys(fields.get("crossref", ""))[:1]:
        if parent := _parent(key, lookup, missing, seen):
            parent_type, parent_fields = parent
            whole = _gather(parent_type, parent_fields, lookup, missing, seen | {key.lower()})
            _inherit(entry_type, gathered, parent_type, whole)
    return gathered


def _keys(text: str) -> list[str]:
    return [key.strip() for key in text.split(",") if key.strip()]


def _parent(key: str, lookup: Lookup, missing: list[str], seen: frozenset[str]) -> tuple[str, Fields] | None:
    if key.lower() in seen:
        return None
    parent = lookup(key)
    if parent is None:
        missing.append(key)
    return parent


def _inherit(entry_type: str, fields: Fields, parent_type: str, parent: Fields) -> None:
    prefix = _title_prefix(entry_type, parent_type)
    own_date = bool(fields.keys() & {"date", "year"})
    for name, value in parent.items():
        if name in _NOT_INHERITED or (own_date and name in {"date", "year", "month", "day"}):
            continue
        if prefix and name in _TITLES:
            # Classic BibTeX's parents say themselves what they are called in their parts.
            if prefix != "book" or "booktitle" not in parent:
                fields.setdefault(prefix + name, value)
        elif name == "author" and entry_type in _PARTS_OF_BOOKS:
            fields.setdefault("author", value)
            fields.setdefault("bookauthor", value)
        elif name != "author" or parent_type not in _WHOLE | _MULTIVOLUME or entry_type in _WHOLE:
            fields.setdefault(name, value)


def _title_prefix(entry_type: str, parent_type: str) -> str:
    """Return what a parent's title becomes in the child: booktitle, maintitle, journaltitle; "" for title."""
    if parent_type in _MULTIVOLUME:
        return "main"
    if parent_type == "periodical" and entry_type in {"article", "suppperiodical"}:
        return "journal"
    parts = _PARTS_OF_BOOKS | _PARTS_OF_COLLECTIONS | _PAPERS
    return "book" if entry_type in parts else ""
