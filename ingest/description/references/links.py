"""DOIs and addresses in references, whole again where a line's end broke them."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ingest.description.wording import joined, tidy

# Old Wiley DOIs (SICI) have angle and square brackets inside.
_DOI = re.compile(r"10\.\d{4,9}/(?:\(SICI\)[^\s\"]+|[^\s\"<>“”]*[^\s\"<>“”.,;])", re.IGNORECASE)
_URL = re.compile(r"\bhttps?://[^\s<>\"“”]+|\bwww\.[^\s<>\"“”]+", re.IGNORECASE)
_ARXIV = re.compile(
    r"\barXiv[:\s.]*(?:preprint\s*)?(?:arXiv[:.])?\s*(\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE
)
_UNFINISHED = re.compile(r"(?:https?:|www\.|doi[:.]|10\.\d{4,9}|arXiv:)[^\s]*$", re.IGNORECASE)
_OPEN_END = re.compile(r"[/._\-:(=&%?#~\[]$|10\.\d{4,9}/\S*\(\d+\)$")
_GOES_ON = re.compile(
    r"^(?:[a-z]*\d[\w.\-/()]*|[/._\-][\w/]+|[\w\-]+/\S*|[\w\-]+\.(?:html?|pdf|php|aspx?)\S*)(?:[\s,;)\].]|$)"
)
_SPACED_DOI = (
    (re.compile(r"(https?):\s*/\s*/\s*"), r"\1://"),
    (re.compile(r"(doi\.\s?org/)\s+", re.IGNORECASE), "doi.org/"),
    (re.compile(r"(https?://(?:dx\.)?)\s+(?=doi\.org)", re.IGNORECASE), r"\1"),
    (re.compile(r"\b(10\.\d{4,9})\s*/\s+"), r"\1/"),
)


def _breaks_link(text: str, following: str) -> bool:
    """Tell whether a line's end stands inside a link: the next line then follows without a space."""
    tail = _UNFINISHED.search(text)
    if tail is None:
        return False
    if _OPEN_END.search(text):
        # A stop after a whole DOI may end the entry: then a word with a capital or a bracket follows.
        return not (text.endswith(".") and re.match(r"[A-ZÅÄÖ(\[\"“]", following) and not following[:1].isdigit())
    return bool(_GOES_ON.match(following)) and not re.match(r"(?:19|20)\d\d\b", following)


def glued(lines: list[str]) -> str:
    """Return the lines of one entry as its text."""
    parts: list[str] = []
    for line in lines:
        # A break that PDFium marks as a hyphen is part of an address.
        if parts and _breaks_link(parts[-1].replace("\xad", "-"), line.strip()):
            parts[-1] = parts[-1].replace("\xad", "-").rstrip() + line.strip()
        else:
            parts.append(line)
    text = joined(parts)
    for pattern, mended in _SPACED_DOI:
        text = pattern.sub(mended, text)
    return tidy(text)


def _without_tail(link: str) -> str:
    link = re.sub(r"[.,;:'’”*]+$", "", link)
    for closing, opening in ((")", "("), ("]", "["), ("}", "{")):
        while link.endswith(closing) and link.count(closing) > link.count(opening):
            link = re.sub(r"[.,;:'’”*]+$", "", link[:-1])
    return link


def find_dois(text: str) -> list[str]:
    """Return the DOIs of an entry, bare, as printed."""
    text = unquote(text) if "%" in text else text
    return list(dict.fromkeys(_without_tail(match[0]) for match in _DOI.finditer(text)))


def find_urls(text: str) -> list[str]:
    """Return the addresses of an entry that are no DOIs."""
    return [_without_tail(match[0]) for match in _URL.finditer(text) if not _DOI.search(match[0])]


def find_arxiv(text: str) -> str:
    """Return the arXiv number of an entry, or ""."""
    match = _ARXIV.search(text)
    return match[1] if match else ""


def without_links(text: str) -> str:
    """Return an entry without its links, for the labeller."""
    return tidy(re.sub(r"(?:https?://)?(?:dx\.)?doi\.org/\S+|\bdoi:\s*\S+", " ", _URL.sub(" ", _DOI.sub(" ", text))))
