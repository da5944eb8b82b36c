"""Identifiers made bare: without the address or the word that introduces them."""

from __future__ import annotations

import re
from urllib.parse import unquote

from citations.reference import Identifier

# The order in which written forms list them; others follow.
ORDER = ("doi", "isbn", "issn", "urn", "handle", "arxiv", "pmid", "pmcid")

_PREFIXES = {
    "doi": re.compile(r"^\s*(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)+", re.IGNORECASE),
    "handle": re.compile(r"^(?:https?://)?hdl\.handle\.net/|^hdl:", re.IGNORECASE),
    "arxiv": re.compile(r"^(?:https?://arxiv\.org/(?:abs|pdf)/|arxiv:\s*)", re.IGNORECASE),
    "isbn": re.compile(r"^(?:urn:isbn:|isbn(?:-1[03])?[:\s]\s*)", re.IGNORECASE),
    "issn": re.compile(r"^(?:urn:issn:|e?-?issn[:\s]\s*)", re.IGNORECASE),
    "pmid": re.compile(
        r"^(?:pmid:?\s*|https?://(?:www\.ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/)", re.IGNORECASE
    ),
}
_ISBN = re.compile(r"(?:97[89][-\s]?)?(?:\d[-\s]?){9}[\dXx]\b")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_ISSN_ALONE = re.compile(r"(?<![\w-])\d{4}-?\d{3}[\dXx](?![\w-])")


def bare(scheme: str, value: str) -> str:
    """Return the identifier alone; its own hyphens stay as written."""
    text = value.strip()
    prefix = _PREFIXES.get(scheme)
    if prefix is None:
        return text
    shortened = prefix.sub("", text).strip()
    escaped = scheme in {"doi", "handle"} and "%" in shortened and shortened != text
    return unquote(shortened) if escaped else shortened


def several(scheme: str, value: str) -> tuple[Identifier, ...]:
    """Return the identifiers of a field that may list more than one."""
    pattern = {"isbn": _ISBN, "issn": _ISSN}.get(scheme)
    found = [match.strip() for match in pattern.findall(value)] if pattern else []
    if len(found) < 2:
        found = [bare(scheme, value)]
    return tuple(Identifier(scheme=scheme, value=text) for text in found if text)


def numbers_in(text: str, usual: str) -> tuple[Identifier, ...]:
    """Return the ISBNs or ISSNs of a text (`0378-5955 (Print) 2191-0308`); the whole as the usual one if none."""
    found = [("isbn", match.strip()) for match in _ISBN.findall(text)]
    found = found or [("issn", value) for value in _ISSN_ALONE.findall(text)] or [(usual, bare(usual, text))]
    return tuple(Identifier(scheme=scheme, value=value) for scheme, value in found if value)


def in_order(identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    """Return the identifiers in the order of written forms."""
    return tuple(sorted(identifiers, key=_rank))


def _rank(identifier: Identifier) -> int:
    return ORDER.index(identifier.scheme) if identifier.scheme in ORDER else len(ORDER)
