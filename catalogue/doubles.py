"""Records that may be one and the same work: by file, identifier, number in a series, title and year, or text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q
from rapidfuzz import fuzz

from catalogue.identifiers import comparable
from catalogue.likeness import likeness
from catalogue.models import Identifier, LocalisedText, Publication, PublicationFile, StoredFile
from catalogue.slugs import folded
from citations.reference import Reference

Reason = Literal["file", "identifier", "number", "title", "text"]

# What one work has for itself; an ISSN is shared by a whole series.
_OWN_SCHEMES = ("doi", "isbn", "urn", "handle", "arxiv")
# "Annual report 2011" and "Annual report 2012" are alike at 94: titles are compared where their numbers agree.
_LIKE_TITLE = 90
_LIKE_TEXT = 0.5
_MOST = 10
_ORDER: dict[Reason, int] = {"file": 0, "identifier": 1, "number": 2, "title": 3, "text": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """Another record that may be the same work; `score` (0 to 1) is how alike they are in this respect.

    `scheme` is the identifier's, where that is the reason.
    """

    publication_id: int
    reason: Reason
    score: float
    scheme: str = ""


def doubles_of(publication: Publication | None, reference: Reference) -> tuple[Double, ...]:
    """Return records that may be the work of which `reference` is said, surest first.

    One record is named once, by its surest reason. Of `publication` the files are compared too; itself, its
    versions, what was merged and what somebody said to be another work are left out.
    """
    best: dict[int, Double] = {}
    for double in _candidates(publication, reference):
        known = best.get(double.publication_id)
        if known is None or _rank(double) < _rank(known):
            best[double.publication_id] = double
    merged = Publication.objects.filter(pk__in=best).exclude(merged_into=None).values_list("pk", flat=True)
    for related in [*merged, *(_left_out(publication) if publication else ())]:
        best.pop(related, None)
    return tuple(sorted(best.values(), key=_rank)[:_MOST])


def _candidates(publication: Publication | None, reference: Reference) -> Iterator[Double]:
    files = list(publication.files.values_list("file_id", flat=True)) if publication else []
    for other in PublicationFile.objects.filter(file_id__in=files).values_list("publication_id", flat=True):
        yield Double(publication_id=other, reason="file", score=1.0)
    yield from _same_identifier(reference)
    yield from _same_number(reference)
    yield from _like_title(reference)
    yield from _like_text(files)


def _same_identifier(reference: Reference) -> Iterator[Double]:
    ours = {(i.scheme, comparable(i.scheme, i.value)) for i in reference.identifiers if i.scheme in _OWN_SCHEMES}
    if not ours:
        return
    rows = Identifier.objects.filter(scheme__in={scheme for scheme, _value in ours})
    for scheme, value, other in rows.values_list("scheme", "value", "publication_id").iterator():
        if (scheme, comparable(scheme, value)) in ours:
            yield Double(publication_id=other, reason="identifier", score=1.0, scheme=scheme)


def _same_number(reference: Reference) -> Iterator[Double]:
    series, number = folded(reference.series), folded(reference.number)
    if not series or not number:
        return
    year = reference.date.year if reference.date else None
    rows = Publication.objects.exclude(number="").exclude(series_name="")
    for other, their_series, their_number, their_year in rows.values_list("pk", "series_name", "number", "year"):
        same_year = year is None or their_year is None or year == their_year
        if same_year and folded(their_number) == number and folded(their_series) == series:
            yield Double(publication_id=other, reason="number", score=1.0)


def _like_title(reference: Reference) -> Iterator[Double]:
    ours = [folded(title.text) for title in reference.titles if folded(title.text)]
    if not ours:
        return
    numbers = _numbers(ours[0])
    year = reference.date.year if reference.date else None
    near = Q() if year is None else Q(publication__year=None) | Q(publication__year__range=(year - 1, year + 1))
    rows = LocalisedText.objects.filter(near, kind=LocalisedText.Kind.TITLE).values_list("publication_id", "text")
    for other, text in rows.iterator():
        theirs = folded(text)
        if _numbers(theirs) != numbers:
            continue
        score = max(fuzz.token_sort_ratio(title, theirs, score_cutoff=_LIKE_TITLE) for title in ours)
        if score:
            yield Double(publication_id=other, reason="title", score=score / 100)


def _like_text(files: list[str]) -> Iterator[Double]:
    ours = [f.fingerprint for f in StoredFile.objects.filter(pk__in=files) if f.fingerprint]
    if not ours:
        return
    others = PublicationFile.objects.exclude(file_id__in=files).exclude(file__fingerprint=[])
    for other, theirs in others.values_list("publication_id", "file__fingerprint").iterator():
        score = max(likeness(own, theirs) for own in ours)
        if score >= _LIKE_TEXT:
            yield Double(publication_id=other, reason="text", score=score)


def _left_out(publication: Publication) -> Iterator[int]:
    """Yield the record itself, its versions in both directions, what it was merged into, and what it is not."""
    yield publication.pk
    yield from publication.distinct_from.values_list("pk", flat=True)
    older = publication.supersedes
    while older is not None:
        yield older.pk
        older = older.supersedes
    newer = list(publication.successors.all())
    while newer:
        step = newer.pop()
        yield step.pk
        newer += step.successors.all()
    if publication.merged_into_id:
        yield publication.merged_into_id


def _numbers(text: str) -> list[str]:
    return [word for word in text.split() if word.isdecimal()]


def _rank(double: Double) -> tuple[int, float, int]:
    return (_ORDER[double.reason], -double.score, double.publication_id)
