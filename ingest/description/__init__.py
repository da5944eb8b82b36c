"""Extraction -> Description: every field of a paper with value, confidence and evidence. Plain Python, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from citations.reference import Reference
from ingest.description.choosing import (
    choose_abstract,
    choose_authors,
    choose_date,
    choose_editors,
    choose_identifiers,
    choose_imprint,
    choose_keywords,
    choose_kind,
    choose_other_title,
    choose_subjects,
    choose_subtitle,
    choose_title,
    choose_year,
    corporate_author,
    from_sidecar,
)
from ingest.description.clues import Clues, gather
from ingest.description.imprint import find_series
from ingest.description.labelling.labels import SHIPPED_MODEL
from ingest.description.languages import paper_language
from ingest.description.ranking import Weights
from ingest.description.thresholds import ALWAYS_ASKED, accepted
from ingest.description.values import FIELDS, NOTHING_KNOWN, Description, Evidence, Field, Vocabulary
from ingest.extraction.values import Extraction

__all__ = ["describe"]

# What is read from garbled text is shown, and never taken unseen.
_MOST_FROM_GARBLED_TEXT = 0.3
# OCR takes one letter for another without a word: title, authors and year are looked at beside the page.
_MOST_FROM_RECOGNISED_TEXT = 0.79


def describe(
    extraction: Extraction,
    *,
    vocabulary: Vocabulary = NOTHING_KNOWN,
    file_name: str = "",
    sidecar: Reference | None = None,
    weights: Mapping[str, Weights] | None = None,
    labeller: Path = SHIPPED_MODEL,
) -> Description:
    """Return what a paper says of itself, field by field, and which fields a person should look at.

    `weights` are those of the choices, the shipped ones unless given: a benchmark gives some that never saw the paper.
    `labeller` is the model of front pages: the shipped one, or one that has learnt from a library's corrections.
    """
    clues = gather(extraction, paper_language(extraction), vocabulary, file_name, sidecar, labeller)
    return describe_clues(clues if weights is None else replace(clues, weights=weights))


def describe_clues(clues: Clues) -> Description:
    """Return the fields that all that is known of a paper speaks for."""
    extraction, sidecar = clues.extraction, clues.sidecar
    fields = _fields(clues)
    if clues.language:
        fields["language"] = Field(
            name="language",
            value=clues.language,
            confidence=clues.language_sureness,
            evidence=(Evidence(source="text"),),
        )
    if extraction.quality != "good" or extraction.text_source == "ocr":
        most = _MOST_FROM_RECOGNISED_TEXT if extraction.quality == "good" else _MOST_FROM_GARBLED_TEXT
        fields = {name: _doubted(field, most) for name, field in fields.items()}
    if extraction.text_source == "ocr":
        fields = {name: _recognised(field) for name, field in fields.items()}
    if sidecar is not None:
        fields = from_sidecar(fields, sidecar)
    found = tuple(fields[name] for name in FIELDS if name in fields)
    asked = [name for name in FIELDS if name in fields and not accepted(fields[name])]
    # Whatever came beside a scan: what it says of itself is compared with its picture.
    missing = [name for name in ALWAYS_ASKED if name not in fields or extraction.text_source == "ocr"]
    return Description(fields=found, needs_review=tuple(name for name in FIELDS if name in {*asked, *missing}))


def _fields(clues: Clues) -> dict[str, Field]:
    """Return the chosen fields by name."""
    title, place = choose_title(clues)
    authors, _ = choose_authors(place, clues)
    year, _ = choose_year(clues)
    series = find_series(clues)
    imprint = choose_imprint(clues, series)
    if authors is None:
        authors = corporate_author(imprint[0])
    every = [
        title,
        choose_subtitle(place, clues),
        choose_other_title(place, clues),
        authors,
        choose_editors(clues),
        year,
        choose_date(year, clues),
        choose_abstract(clues),
        choose_keywords(clues),
        *choose_identifiers(clues),
        choose_kind(clues, series),
        *imprint,
        *choose_subjects(clues),
    ]
    return {field.name: field for field in every if field is not None}


def _doubted(field: Field, most: float) -> Field:
    return Field(
        name=field.name,
        value=field.value,
        confidence=min(field.confidence, most),
        evidence=field.evidence,
        alternatives=field.alternatives,
    )


def _recognised(field: Field) -> Field:
    """Return the field as what it is: OCR's reading of a place on a page, whichever rule found it there."""
    places = dict.fromkeys(
        Evidence(source="ocr", page=seen.page, box=seen.box) if seen.page or seen.source == "text" else seen
        for seen in field.evidence
    )
    return replace(field, evidence=tuple(places))
