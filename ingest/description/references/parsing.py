"""One reference as text -> Reference: links by rule, the rest by the citation labeller."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pycrfsuite

from citations.reference import Contributor, Identifier, Name, PartialDate, Reference, Text
from ingest.description.names import read_name, read_names
from ingest.description.references.links import find_arxiv, find_dois, find_urls, without_links
from ingest.description.references.tokens import TOKENS, features
from ingest.description.wording import tidy

SHIPPED_MODEL = Path(__file__).parent.parent / "model" / "citation.crfsuite"

_NUMBER = re.compile(r"^\s*(?:\[[^\]]{1,30}\]|\(\d{1,3}\)|\d{1,3}\.(?=\s)|\d{1,3}(?=\s+[^\W\d_]))\s*")
_YEAR = re.compile(r"\b((?:1[5-9]|20)\d\d)[a-z]?\b")
_OTHERS = re.compile(r"\bet\.?\s*al\b\.?|\bm\.\s?fl\.|\band others\b|\boch andra\b", re.IGNORECASE)
_ENDS = " .,;:()[]“”\"'«»„‘’–—-"


@cache
def _tagger(model: Path) -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    return tagger


def labelled_parts(text: str, model: Path = SHIPPED_MODEL) -> dict[str, list[str]]:
    """Return the spans of an entry by label, in their order."""
    tokens = list(TOKENS.finditer(text))
    if not tokens:
        return {}
    labels = _tagger(model).tag(features([token[0] for token in tokens]))
    parts: dict[str, list[str]] = defaultdict(list)
    start, before = 0, "O"
    for index, label in enumerate([*labels, "O"]):
        kind = label.split("-")[-1]
        if kind != before or label.startswith("B-"):
            if before != "O":
                parts[before].append(text[tokens[start].start() : tokens[index - 1].end()])
            start = index
        before = kind
    return dict(parts)


def _joined_part(parts: dict[str, list[str]], label: str) -> str:
    """Return a field's longest span: the labeller now and then gives a stray word the same label."""
    return max((tidy(span).strip(_ENDS) for span in parts.get(label, ())), key=len, default="")


def cited_names(text: str) -> tuple[Name, ...]:
    """Return the people of a list of authors in any of the common orders."""
    text = _OTHERS.sub(" ", text).strip(_ENDS + "…")
    text = re.sub(r"\((?:eds?|red|hrsg|dir)s?\.?\)", " ", text, flags=re.IGNORECASE)
    pieces = re.split(r"\s*;\s*|\s+(?:and|och|et|und|y|&)\s+", text)
    inverted = [read_name(piece) for piece in pieces if "," in piece and piece.count(",") == 1 and _is_inverted(piece)]
    if ";" in text or (len(pieces) > 1 and len(inverted) == len(pieces)):
        return tuple(name for piece in pieces if (name := read_name(piece)))
    if len(pieces) == 1 and len(inverted) == 1 and inverted[0]:
        return (inverted[0],)
    return read_names(_spaced_initials(text)).names


def _is_inverted(piece: str) -> bool:
    family, _, given = piece.partition(",")
    return 1 <= len(family.split()) <= 3 and 1 <= len(given.split()) <= 4


def _spaced_initials(text: str) -> str:
    """Return "Smith J" and "Smith JA" with a comma, so that the initials are known as such."""
    return re.sub(r"(?<=[a-zåäöéáøæ])\s+([A-Z]{1,3})(?=\s*(?:,|;|$|\s(?:and|&|och|et)\s))", r", \1.", text)


def _date(parts: dict[str, list[str]], text: str) -> PartialDate | None:
    for span in (*parts.get("date", ()), text):
        if match := _YEAR.search(span):
            return PartialDate(year=int(match[1]))
    return None


def _kind(parts: dict[str, list[str]]) -> str:
    if parts.get("container"):
        return "article"
    if parts.get("book"):
        return (
            "conference_paper"
            if re.search(r"\b(?:proc|conference|workshop|symposium)", parts["book"][0], re.IGNORECASE)
            else "chapter"
        )
    return "other"


def _identifiers(text: str) -> tuple[Identifier, ...]:
    found = [Identifier(scheme="doi", value=doi) for doi in find_dois(text)[:1]]
    if arxiv := find_arxiv(text):
        found.append(Identifier(scheme="arxiv", value=arxiv))
    return tuple(found)


def parse(text: str) -> Reference:
    """Return what one entry of a reference list says of the work it names; the whole entry stands in `note`."""
    bare = without_links(_NUMBER.sub("", text))
    parts = labelled_parts(bare)
    authors = cited_names(" , ".join(parts.get("author", ())))
    editors = cited_names(" , ".join(parts.get("editor", ())))
    title = _joined_part(parts, "title") or _joined_part(parts, "book")
    organisation = _joined_part(parts, "organisation")
    contributors = [Contributor(name=name) for name in authors]
    contributors += [Contributor(name=name, role="editor") for name in editors]
    if not contributors and (literal := _joined_part(parts, "author")) and len(literal) < 100:
        contributors.append(Contributor(name=Name(literal=literal)))
    container = _joined_part(parts, "container") or (_joined_part(parts, "book") if parts.get("title") else "")
    urls = find_urls(text)
    return Reference(
        type=_kind(parts) if parts.get("title") else "book" if title else "other",
        titles=(Text(text=title),) if title else (),
        contributors=tuple(contributors),
        others=("author",) if _OTHERS.search(" ".join(parts.get("author", ()))) else (),
        date=_date(parts, bare),
        container=container,
        series=_joined_part(parts, "series"),
        volume=_joined_part(parts, "volume"),
        issue=_joined_part(parts, "issue"),
        pages=re.sub(r"^(?:pp?|s|sid|págs?)\.?\s*", "", _joined_part(parts, "pages"), flags=re.IGNORECASE),
        publisher=_joined_part(parts, "publisher"),
        institution=organisation,
        place=_joined_part(parts, "place"),
        identifiers=_identifiers(text),
        url=urls[0] if urls else "",
        note=text,
    )
