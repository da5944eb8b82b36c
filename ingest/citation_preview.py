"""How a record will be cited, while it is still being looked over."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.labels import label_for
from catalogue.models import Programme
from catalogue.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The formatted reference as HTML ("" where it cannot be made now), and the label form."""

    reference: str
    label: str


def preview_of(record: Record) -> Preview:
    programme = Programme.objects.filter(slug__in=record.programmes, labelled=True).exclude(label="").first()
    return Preview(reference="", label=label_for(record.reference, programme.label if programme else ""))
