"""Reading GROBID's labelled headers (Apache-2.0): raw feature rows aligned with the labels of their TEI."""

from __future__ import annotations

import difflib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from ingest.description.labelling.corpus import LABELS, LabelledPaper
from ingest.description.labelling.tokens import WORDS, Token

_LABEL_OF_TAG = {
    "titlePart": "title",
    "docAuthor": "author",
    "affiliation": "aff",
    "address": "addr",
    "email": "email",
    "date": "date",
    "keyword": "keyword",
    "reference": "reference",
    "idno": "idno",
    "note": "note",
}
_TRANSPARENT = {"lb", "byline", "docTitle", "pb", "front", "text", "tei", "page", "space"}
# Below this share of aligned tokens the TEI was corrected too far from the rows to teach anything.
_LEAST_ALIGNED = 0.85


def _label(element: ET.Element, around: str) -> str:
    tag = element.tag.split("}")[-1]
    if tag in _TRANSPARENT:
        return around
    if tag == "div":
        return "abstract" if element.get("type") == "abstract" else "O"
    return _LABEL_OF_TAG.get(tag, "O")


def _walk(element: ET.Element, around: str) -> Iterator[tuple[str, str]]:
    label = _label(element, around)
    for word in WORDS.findall(element.text or ""):
        yield word, label
    for child in element:
        yield from _walk(child, label)
        for word in WORDS.findall(child.tail or ""):
            yield word, label


def _token(columns: list[str]) -> Token:
    """Return the token of a feature row: word, 9 affixes, BLOCK, LINE, alignment, font, size, bold, italic ..."""
    places = {"START": "S", "IN": "I", "END": "E"}
    return Token(
        word=columns[0],
        block=places[columns[10].removeprefix("BLOCK")],
        line=places[columns[11].removeprefix("LINE")],
        font="N" if columns[13] == "NEWFONT" else "S",
        size={"HIGHERFONT": "H", "LOWERFONT": "L"}.get(columns[14], "S"),
        bold=columns[15] == "1",
        italic=columns[16] == "1",
        largest=columns[-4] == "1",
        smallest=columns[-3] == "1",
    )


def _aligned(words: list[str], labelled: list[tuple[str, str]]) -> list[str] | None:
    """Return a label for each word of the rows, or None where too few of them stand in the TEI."""
    matcher = difflib.SequenceMatcher(None, words, [word for word, _ in labelled], autojunk=False)
    labels = [""] * len(words)
    for here, there, length in matcher.get_matching_blocks():
        for step in range(length):
            labels[here + step] = labelled[there + step][1]
    if sum(bool(label) for label in labels) < _LEAST_ALIGNED * len(labels):
        return None
    for index, label in enumerate(labels):
        labels[index] = label or (labels[index - 1] if index else "O")
    return labels


def _parsed(path: Path) -> ET.Element | None:
    text = re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)", "&amp;", path.read_text(encoding="utf-8", errors="replace"))
    try:
        return ET.fromstring(text)  # noqa: S314 - a corpus of ours, no stranger's file
    except ET.ParseError:
        return None


def _raw_file(folder: Path, stem: str) -> Path | None:
    names = (f"{stem}.training.header", f"{stem}.header")
    return next((folder / name for name in names if (folder / name).exists()), None)


def read_headers(folder: Path) -> Iterator[LabelledPaper]:
    """Yield the labelled headers of GROBID's folder header/corpus, which has raw/ and tei/."""
    for tei in sorted((folder / "tei").glob("*.tei.xml")):
        stem = tei.name.removesuffix(".tei.xml").removesuffix(".header").removesuffix(".training")
        raw = _raw_file(folder / "raw", stem)
        root = _parsed(tei) if raw else None
        if raw is None or root is None:
            continue
        front = next((e for e in root.iter() if e.tag.split("}")[-1] == "front"), root)
        rows = [
            line.split(" ") for line in raw.read_text(encoding="utf-8", errors="replace").split("\n") if line.strip()
        ]
        tokens = [_token(row) for row in rows]
        labels = _aligned([t.word for t in tokens], list(_walk(front, "O")))
        if labels:
            known = tuple(label if label in LABELS else "O" for label in labels)
            yield LabelledPaper(tokens=tuple(tokens), labels=known)
