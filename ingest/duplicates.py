"""Records that may be the same work as another: shown before publishing, decided by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from catalogue.identifiers import comparable
from catalogue.models import Identifier, LocalisedText, Publication
from catalogue.record import Record
from catalogue.slugs import folded

# "Annual report 2011" and "Annual report 2012" are alike at 94: titles are compared only where their numbers agree.
_ALIKE = 90
_YEARS_APART = 1
_MOST = 5
_UNIQUE_SCHEMES = ("doi", "isbn", "urn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Another record that may be the same work, and why one may think so; `certain` where an identifier says it."""

    publication: Publication
    why: str | Promise
    certain: bool


def likely_doubles(record: Record, but: Publication | None = None) -> list[Likeness]:
    """Return records that may be the same work, the surest first; `but`, and its versions, are left out."""
    rows = Publication.objects.filter(merged_into=None)
    if but is not None:
        versions = Q(pk=but.pk) | Q(pk=but.supersedes_id) | Q(supersedes=but.pk)
        rows = rows.exclude(versions)
    found: dict[int, Likeness] = {}
    for source in (_same_identifier, _same_number, _same_title):
        for publication_id, why in source(record):
            if publication_id in found:
                continue
            if publication := rows.filter(pk=publication_id).first():
                certain = source is _same_identifier
                found[publication_id] = Likeness(publication=publication, why=why, certain=certain)
    return list(found.values())[:_MOST]


def _same_identifier(record: Record) -> Iterator[tuple[int, str | Promise]]:
    reasons = {"doi": _("the same DOI"), "isbn": _("the same ISBN"), "urn": _("the same URN")}
    for scheme in _UNIQUE_SCHEMES:
        wanted = {comparable(scheme, i.value) for i in record.reference.identifiers if i.scheme == scheme}
        if not wanted:
            continue
        for publication_id, value in Identifier.objects.filter(scheme=scheme).values_list("publication_id", "value"):
            if comparable(scheme, value) in wanted:
                yield publication_id, reasons[scheme]


def _same_number(record: Record) -> Iterator[tuple[int, str | Promise]]:
    reference = record.reference
    if not (reference.series and reference.number):
        return
    rows = Publication.objects.filter(number=reference.number).exclude(series_name="")
    for publication_id, name in rows.values_list("id", "series_name"):
        if folded(name) == folded(reference.series):
            yield publication_id, _("the same number in the series")


def _same_title(record: Record) -> Iterator[tuple[int, str | Promise]]:
    reference = record.reference
    wanted = folded(reference.title)
    if not wanted:
        return
    titles = LocalisedText.objects.filter(kind=LocalisedText.Kind.TITLE)
    if reference.date and reference.date.year:
        near = range(reference.date.year - _YEARS_APART, reference.date.year + _YEARS_APART + 1)
        titles = titles.exclude(publication__in=Publication.objects.exclude(year__in=near).exclude(year=None))
    alike = [
        (fuzz.token_sort_ratio(wanted, folded(text)), publication_id)
        for publication_id, text in titles.values_list("publication_id", "text")
        if _numbers(folded(text)) == _numbers(wanted)
    ]
    for score, publication_id in sorted(alike, reverse=True):
        if score >= _ALIKE:
            yield publication_id, _("nearly the same title, about the same year")


def _numbers(text: str) -> list[str]:
    return [word for word in text.split() if word.isdecimal()]
