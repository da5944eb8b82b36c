"""One reference as text -> Reference: links by rule, the rest by the citation labeller."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pycrfsuite

from citations.reference import Contributor, Identifier, Name, PartialDate, Reference, Text
from ingest.description.references.forms import Form, form_of
from ingest.description.references.links import find_arxiv, find_dois, find_urls, without_links
from ingest.description.references.people import OTHERS, cited_names
from ingest.description.references.tokens import TOKENS, features
from ingest.description.wording import fold, tidy

SHIPPED_MODEL = Path(__file__).parent.parent / "model" / "citation.crfsuite"

_NUMBER = re.compile(r"^\s*(?:\[[^\]]{1,30}\]|\(\d{1,3}\)|\d{1,3}\.(?=\s)|\d{1,3}(?=\s+[^\W\d_]))\s*")
_YEAR = re.compile(r"\b((?:1[5-9]|20)\d\d)[a-z]?\b")
_MEETING = re.compile(
    r"\bproc\b|\bproceedings|\bconference|\bworkshop|\bsymposium|\bactes d|\bconférence|\bcongreso|\bkonferens",
    re.IGNORECASE,
)
_LONGEST_LITERAL = 100
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


def _date(parts: dict[str, list[str]], text: str) -> PartialDate | None:
    for span in (*parts.get("date", ()), text):
        if match := _YEAR.search(span):
            return PartialDate(year=int(match[1]))
    return None


def _kind(parts: dict[str, list[str]], container: str, volume: str) -> str:
    """Return what kind of work an entry means, by what it stands in and who made it."""
    if container and _MEETING.search(container):
        return "conference_paper"
    if container and (volume or parts.get("container")):
        return "article"
    if container:
        return "chapter"
    if parts.get("publisher") or parts.get("place") or (parts.get("book") and not parts.get("title")):
        return "book"
    return "other"


def _identifiers(text: str) -> tuple[Identifier, ...]:
    found = [Identifier(scheme="doi", value=doi) for doi in find_dois(text)[:1]]
    if arxiv := find_arxiv(text):
        found.append(Identifier(scheme="arxiv", value=arxiv))
    return tuple(found)


def _contributors(parts: dict[str, list[str]], form: Form) -> tuple[Contributor, ...]:
    """Return the people, else the organisation, that an entry names."""
    authors = cited_names(" , ".join(parts.get("author", ())))
    editors = cited_names(" , ".join(parts.get("editor", ())))
    found = [Contributor(name=name) for name in authors] + [Contributor(name=name, role="editor") for name in editors]
    literal = _joined_part(parts, "author") or form.authors
    if not found and literal and len(literal) < _LONGEST_LITERAL:
        found.append(Contributor(name=Name(literal=literal)))
    return tuple(found)


def parse(text: str) -> Reference:
    """Return what one entry of a reference list says of the work it names; the whole entry stands in `note`."""
    bare = without_links(_NUMBER.sub("", text))
    parts = labelled_parts(bare)
    form = form_of(bare)
    title = form.title or _joined_part(parts, "title") or _joined_part(parts, "book")
    container = _joined_part(parts, "container") or (_joined_part(parts, "book") if parts.get("title") else "")
    if not container or fold(container) in (fold(title), "in") or fold(container) in fold(form.container):
        container = form.container
    volume = _joined_part(parts, "volume") or form.volume
    contributors = _contributors(parts, form)
    urls = find_urls(text)
    return Reference(
        type=_kind(parts, container, volume),
        titles=(Text(text=title),) if title else (),
        contributors=contributors,
        others=("author",) if OTHERS.search(" ".join(parts.get("author", ()))) else (),
        date=_date(parts, bare),
        container=re.sub(r"^In:?\s+", "", container),
        series=_joined_part(parts, "series"),
        volume=volume,
        issue=_joined_part(parts, "issue") or form.issue,
        pages=re.sub(r"^(?:pp?|s|sid|págs?)\.?\s*", "", _joined_part(parts, "pages"), flags=re.IGNORECASE),
        publisher=_joined_part(parts, "publisher"),
        institution=_joined_part(parts, "organisation"),
        place=_joined_part(parts, "place"),
        identifiers=_identifiers(text),
        url=urls[0] if urls else "",
        note=text,
    )
