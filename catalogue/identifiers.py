"""Identifiers made bare, and whether they can be what they say."""

from __future__ import annotations

import re
from urllib.parse import unquote

from stdnum import isbn, issn
from stdnum.exceptions import ValidationError as NumberError
from stdnum.iso7064 import mod_11_2

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:\S+", re.IGNORECASE)
_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}")
_HANDLE = re.compile(r"[\w.]+/\S+")
_PREFIXES = {
    "doi": re.compile(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)+", re.IGNORECASE),
    "orcid": re.compile(r"^(?:https?://)?(?:www\.)?orcid\.org/", re.IGNORECASE),
    "ror": re.compile(r"^(?:https?://)?(?:www\.)?ror\.org/", re.IGNORECASE),
    "isbn": re.compile(r"^(?:urn:isbn:|isbn(?:-1[03])?[:\s]\s*)", re.IGNORECASE),
    "issn": re.compile(r"^(?:urn:issn:|e?-?issn[:\s]\s*)", re.IGNORECASE),
    "handle": re.compile(r"^(?:https?://)?hdl\.handle\.net/|^hdl:", re.IGNORECASE),
}


def bare(scheme: str, value: str) -> str:
    """Return the identifier without the address or word that introduces it; hyphens stay as written."""
    text = value.strip()
    prefix = _PREFIXES.get(scheme)
    if prefix is None:
        return text
    text = prefix.sub("", text)
    return unquote(text) if scheme in {"doi", "handle"} and "%" in text else text


def is_valid(scheme: str, value: str) -> bool:
    """Say whether a bare identifier can exist: its form, and its check digit where the scheme has one."""
    check = _CHECKS.get(scheme)
    return bool(value.strip()) if check is None else check(value)


def comparable(scheme: str, value: str) -> str:
    """Return a form under which two spellings of one identifier are equal (ISBN-10 as ISBN-13, DOI in lower case)."""
    text = bare(scheme, value)
    if scheme == "isbn":
        return isbn.to_isbn13(isbn.compact(text)) if isbn.is_valid(text) else text.replace("-", "").upper()
    if scheme == "issn":
        return issn.compact(text)
    return text.casefold()


def _is_orcid(value: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", value):
        return False
    try:
        mod_11_2.validate(value.replace("-", ""))
    except NumberError:
        return False
    return True


_CHECKS = {
    "doi": lambda value: _DOI.fullmatch(value) is not None,
    "isbn": lambda value: bool(isbn.is_valid(value)),
    "issn": lambda value: bool(issn.is_valid(value)),
    "urn": lambda value: _URN.fullmatch(value) is not None,
    "ror": lambda value: _ROR.fullmatch(value) is not None,
    "handle": lambda value: _HANDLE.fullmatch(value) is not None,
    "orcid": _is_orcid,
}
