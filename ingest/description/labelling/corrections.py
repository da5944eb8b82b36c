"""Learning from corrections: a paper and the record that staff published of it become labelled front matter."""

from __future__ import annotations

import difflib
from pathlib import Path

from citations.reference import Name, Reference
from ingest.description.front import front_matter
from ingest.description.labelling.corpus import LabelledPaper
from ingest.description.labelling.labels import SHIPPED_MODEL, label_front
from ingest.description.labelling.tokens import Token
from ingest.description.wording import fold
from ingest.extraction.values import Extraction

# A title or a list of names found less well than this on the paper teaches nothing sure.
_LEAST_LIKENESS = 0.85
_JOINING = frozenset({"and", "och", "et", "und", "y", "&", ",", ";", ".", "-", "by", "av"})


def _title_span(words: list[str], title: list[str]) -> tuple[int, int] | None:
    """Return the places of the first and last word of a title among words, where it stands nearly whole."""
    best, span = 0.0, None
    for start, word in enumerate(words):
        if word not in title[:2]:
            continue
        window = words[start : start + len(title)]
        likeness = difflib.SequenceMatcher(None, window, title, autojunk=False).ratio()
        if likeness > best:
            best, span = likeness, (start, start + len(window) - 1)
    return span if best >= _LEAST_LIKENESS else None


def _name_words(names: tuple[Name, ...]) -> tuple[set[str], set[str]]:
    """Return the words of family names, and all words of the names."""
    family = {word for name in names for word in fold(name.family or name.literal).split()}
    return family, family | {word for name in names for word in fold(f"{name.given} {name.particle}").split()}


def _mark_title(labels: list[str], span: tuple[int, int]) -> None:
    for place, label in enumerate(labels):
        labels[place] = "O" if label == "title" else label
    labels[span[0] : span[1] + 1] = ["title"] * (span[1] - span[0] + 1)


def _mark_authors(labels: list[str], tokens: list[Token], words: list[str], names: tuple[Name, ...]) -> bool:
    """Label the rows that hold the authors' names; tell whether every family name was found."""
    family, every = _name_words(names)
    before = labels.index("abstract") if "abstract" in labels else len(labels)
    rows = {
        token.row
        for token, word, label in zip(tokens, words, labels, strict=True)
        if word in family and label != "title"
    }
    found: set[str] = set()
    for place, token in enumerate(tokens):
        if token.row in rows and place < before + 5 and words[place] in every and labels[place] != "title":
            labels[place] = "author"
            found.add(words[place])
        elif labels[place] == "author" and words[place] not in every and token.word not in _JOINING:
            labels[place] = "O"
    return family <= found


def corrected_paper(extraction: Extraction, reference: Reference, model: Path = SHIPPED_MODEL) -> LabelledPaper | None:
    """Return the front matter labelled as the published record has it; None where record and paper differ too far.

    Title and authors come from the record, every other label from the present model.
    """
    front = label_front(front_matter(extraction), model)
    tokens = list(front.tokens)
    labels = [label.split("-")[-1] for label in front.labels]
    words = [fold(token.word) for token in tokens]
    title = fold(f"{reference.title} {reference.subtitle}").split()
    span = _title_span(words, title) or _title_span(words, fold(reference.title).split())
    names = tuple(name for name in reference.names() if not name.is_organisation)
    if not tokens or not title or span is None:
        return None
    _mark_title(labels, span)
    if names and not _mark_authors(labels, tokens, words, names):
        return None
    return LabelledPaper(tokens=tuple(tokens), labels=tuple(labels))
