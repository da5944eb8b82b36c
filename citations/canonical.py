"""The one form of a Reference that written forms can give back: order by role, single spaces, plain hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from citations.identifiers import in_order
from citations.reference import ROLES, Contributor, Reference

_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DASHES = re.compile(r"\s*[-–—]+\s*")
_UNSAFE = {" ": "%20", "{": "%7B", "}": "%7D", "\\": "%5C", "\n": ""}
_PARAGRAPHED = ("note", "abstracts")


def canonical(reference: Reference) -> Reference:
    """Return the reference with what no written form keeps made uniform; nothing it says is lost."""
    clean: Reference = _spaced(reference)
    roles = {contributor.role for contributor in clean.contributors}
    return replace(
        clean,
        others=tuple(sorted(roles.intersection(clean.others), key=_role_rank)),
        extra=tuple(sorted(clean.extra)),
        contributors=by_role(clean.contributors),
        identifiers=in_order(clean.identifiers),
        pages=hyphenated(clean.pages),
        url=safe_address(clean.url),
    )


def hyphenated(pages: str) -> str:
    """Return page ranges with one plain hyphen and no spaces beside it."""
    return _DASHES.sub("-", pages)


def safe_address(url: str) -> str:
    """Return the address with what breaks a .bib file percent-encoded."""
    if _UNSAFE.keys().isdisjoint(url):
        return url
    return "".join(_UNSAFE.get(char, char) for char in url)


def by_role(contributors: Iterable[Contributor]) -> tuple[Contributor, ...]:
    """Return the contributors with those of one role together, each role's in their own order."""
    return tuple(sorted(contributors, key=lambda contributor: _role_rank(contributor.role)))


def _role_rank(role: str) -> tuple[int, str]:
    return (ROLES.index(role), "") if role in ROLES else (len(ROLES), role)


def _spaced(value: Any, *, paragraphs: bool = False) -> Any:
    if isinstance(value, str):
        return _text(value, paragraphs=paragraphs)
    if isinstance(value, tuple):
        return tuple(_spaced(item, paragraphs=paragraphs) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            f.name: _spaced(getattr(value, f.name), paragraphs=paragraphs or f.name in _PARAGRAPHED)
            for f in fields(value)
        }
        return replace(value, **changed)
    return value


def _text(text: str, *, paragraphs: bool) -> str:
    text = _CONTROL.sub("", text)
    parts = re.split(r"\n[ \t\r]*\n", text) if paragraphs else [text]
    return "\n\n".join(filter(None, (_SPACES.sub(" ", part).strip() for part in parts)))
