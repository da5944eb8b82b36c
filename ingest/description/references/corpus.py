"""The training corpus of the citation labeller: words with labels, read from GROBID's TEI and written compactly."""

from __future__ import annotations

import lzma
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.description.references.tokens import TOKENS

LabelledReference = list[tuple[str, str]]

_LABEL_OF_TAG = {
    "author": "author",
    "editor": "editor",
    "date": "date",
    "publisher": "publisher",
    "pubPlace": "place",
    "idno": "idno",
    "ptr": "web",
    "note": "note",
    "orgName": "organisation",
}
_LABEL_OF_LEVEL = {"a": "title", "j": "container", "m": "book", "s": "series"}
_LABEL_OF_SCOPE = {
    "vol": "volume",
    "volume": "volume",
    "issue": "issue",
    "pp": "pages",
    "page": "pages",
    "pages": "pages",
}


def _label(element: ET.Element) -> str:
    tag = element.tag.split("}")[-1]
    if tag == "title":
        return _LABEL_OF_LEVEL.get(element.get("level") or "a", "title")
    if tag == "biblScope":
        return _LABEL_OF_SCOPE.get(element.get("type") or element.get("unit") or "", "")
    return _LABEL_OF_TAG.get(tag, "")


def _walk(element: ET.Element, around: str) -> Iterator[tuple[str, str]]:
    label = _label(element) or around
    for word in TOKENS.findall(element.text or ""):
        yield word, label
    for child in element:
        yield from _walk(child, label)
        for word in TOKENS.findall(child.tail or ""):
            yield word, label


def read_grobid(folder: Path) -> Iterator[LabelledReference]:
    """Yield the labelled references of GROBID's folder citation/corpus (Apache-2.0)."""
    for path in sorted(folder.glob("*.xml")):
        try:
            root = ET.fromstring(path.read_text(encoding="utf-8", errors="replace"))  # noqa: S314 - no stranger's file
        except ET.ParseError:
            continue
        for entry in root.iter():
            if entry.tag.split("}")[-1] == "bibl":
                words = list(_walk(entry, "O"))
                if 4 < len(words) < 200:
                    yield words


def write_corpus(path: Path, references: Iterable[LabelledReference]) -> None:
    paragraphs = ("\n".join(f"{word}\t{label}" for word, label in reference) for reference in references)
    path.write_bytes(lzma.compress("\n\n".join(paragraphs).encode(), preset=9 | lzma.PRESET_EXTREME))


def read_corpus(path: Path) -> Iterator[LabelledReference]:
    for paragraph in lzma.decompress(path.read_bytes()).decode().split("\n\n"):
        pairs = [line.split("\t") for line in paragraph.split("\n") if line]
        if pairs:
            yield [(word, label) for word, label in pairs]
