"""Records that may be the same work as another, as a reviewer is told of them before publishing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.doubles import Reason, doubles_of
from catalogue.models import Publication
from catalogue.record import Record

_REASONS: dict[Reason, Promise] = {
    "file": _("the same file"),
    "identifier": _("the same DOI, ISBN or URN"),
    "number": _("the same number in the series"),
    "title": _("nearly the same title, about the same year"),
    "text": _("nearly the same text"),
}
_CERTAIN: frozenset[Reason] = frozenset({"file", "identifier"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Another record that may be the same work, and why one may think so; `certain` where file or identifier say it."""

    publication: Publication
    why: str | Promise
    certain: bool


def likely_doubles(record: Record, but: Publication | None = None) -> list[Likeness]:
    """Return records that may be the same work, the surest first; `but`, and its versions, are left out."""
    found = doubles_of(but, record.reference)
    rows = Publication.objects.in_bulk([double.publication_id for double in found])
    return [
        Likeness(publication=rows[d.publication_id], why=_REASONS[d.reason], certain=d.reason in _CERTAIN)
        for d in found
        if d.publication_id in rows
    ]
