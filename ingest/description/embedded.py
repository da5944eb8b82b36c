"""What a PDF says of itself: document information and the XMP packet, with what is no metadata left out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from citations.reference import Name
from ingest.description.names import read_name
from ingest.description.wording import tidy
from ingest.extraction.values import Extraction

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PROGRAM_PREFIX = re.compile(r"^Microsoft (?:Word|PowerPoint) ?- ?|^Untitled\b.*", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"\.(?:docx?|dvi|tex|pdf|indd|qxd|ps|rtf|xls|eps)\b|untitled|^\W*\d+[-_.\d]*\W*$|^slide 1|powerpoint|layout 1"
    r"|^doi:|manuscript id|\\|template|wordmall|^creator:|^subject:|^author:|^title:|^presentación de",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(r"^(?:administrator|user|admin|root|owner|unknown|author|creator:.*|\W*)$", re.IGNORECASE)
_LIST_MARKS = re.compile(r"\s*[;,]\s*|\s+and\s+|\s+och\s+|\s+et\s+|\s*&\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """Metadata inside the file. `*_trusted`: the XMP packet has publishing terms (prism), so a publisher wrote it."""

    info_title: str = ""
    info_authors: tuple[Name, ...] = ()
    info_keywords: str = ""
    info_subject: str = ""
    xmp_title: str = ""
    xmp_authors: tuple[Name, ...] = ()
    xmp_doi: str = ""
    created: str = ""
    publisher_wrote: bool = False


def plausible_title(text: str) -> str:
    """Return a title that a person may have given; "" for file names, programs' words and scraps."""
    text = tidy(re.sub(r"<[^>]+>", "", _PROGRAM_PREFIX.sub("", text)))
    if not 8 <= len(text) <= 350 or len(text.split()) < 2 or _NO_TITLE.search(text):
        return ""
    if re.search(r"[_/]\w+[_/]", text) and " " not in text:
        return ""
    return text


def _people(texts: list[str]) -> tuple[Name, ...]:
    """Return the names of an author entry, all or none: a scrap among them makes the whole doubtful."""
    pieces: list[str] = []
    for text in texts:
        if len(texts) == 1 and re.fullmatch(r"[^,;]+,[^,;]+", text) and len(text.split()) <= 4:
            pieces.append(text)
        else:
            pieces += [p for p in _LIST_MARKS.split(text) if p.strip()]
    names = [read_name(piece) for piece in pieces if not _NO_AUTHOR.match(piece)]
    return tuple(name for name in names if name) if all(names) else ()


def _xmp_root(xmp: str) -> ET.Element | None:
    # An entity declaration has no place in XMP; without one expat cannot be made to expand anything.
    if not xmp or "<!" in xmp:
        return None
    start, end = xmp.find("<x:xmpmeta"), xmp.rfind("</x:xmpmeta>")
    packet = xmp[start : end + len("</x:xmpmeta>")] if 0 <= start < end else xmp
    try:
        return ET.fromstring(packet)  # noqa: S314 - no declarations, see above
    except ET.ParseError:
        return None


def _items(root: ET.Element, tag: str) -> list[str]:
    return [
        tidy(item.text)
        for element in root.iter(tag)
        for item in element.iter(f"{_RDF}li")
        if item.text and item.text.strip()
    ]


def _prism_doi(root: ET.Element) -> str:
    for element in root.iter():
        if element.tag.endswith("}doi") and element.text:
            return element.text.strip()
        for name, value in element.attrib.items():
            if name.endswith("}doi"):
                return value.strip()
    return ""


def embedded(extraction: Extraction) -> Embedded:
    """Return what the file's own metadata say."""
    info = dict(extraction.info)
    root = _xmp_root(extraction.xmp)
    titles = _items(root, f"{_DC}title") if root is not None else []
    creators = _items(root, f"{_DC}creator") if root is not None else []
    doi = _prism_doi(root) if root is not None else ""
    author = tidy(info.get("Author", ""))
    return Embedded(
        info_title=plausible_title(info.get("Title", "")),
        info_authors=_people([author]) if author else (),
        info_keywords=tidy(info.get("Keywords", "")),
        info_subject=tidy(info.get("Subject", "")),
        xmp_title=plausible_title(titles[0]) if titles else "",
        xmp_authors=_people(creators),
        xmp_doi=doi,
        created=info.get("CreationDate", ""),
        publisher_wrote=bool(doi) or "prismstandard" in extraction.xmp,
    )
